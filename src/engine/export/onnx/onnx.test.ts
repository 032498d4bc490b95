import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { PRECISIONS, type Precision } from '../../../core/contract/export';
import { expectAllClose } from '../../testing/allclose';
import vectors from '../../testing/vectors/model_bert.json';
import type { WeightSource } from '../input';
import { buildOnnx } from './build';
import type { OnnxGraph } from './graph';
import { needsExternalData, writeExternalData, writeOnnx } from './write';

const matrix = z.array(z.array(z.number()));
const caseSchema = z.object({
  id: z.string(),
  task: z.enum(['sequence-classification', 'token-classification']),
  config: z.looseObject({ num_labels: z.number() }),
  weights: z.record(z.string(), z.object({ shape: z.array(z.number()), data: z.array(z.number()) })),
  batches: z.array(
    z.object({ input_ids: matrix, attention_mask: matrix, token_type_ids: matrix.optional() }),
  ),
  expected: z.object({ logits_batch0: z.object({ shape: z.array(z.number()), data: z.array(z.number()) }) }),
});
type Case = z.infer<typeof caseSchema>;
const CASES = z.array(caseSchema).parse(vectors.cases);
const EACH = CASES.flatMap((example) =>
  PRECISIONS.map((precision) => ({ id: example.id, example, precision })),
);

/** Largest difference of logits of order 1: the issue of rounding, not of luck (7 bits a weight in int8). */
const BOUNDS: Readonly<Record<Precision, number>> = { float32: 1e-5, float16: 2e-2, int8: 0.15 };

function graphOf({ config, task, weights }: Case, precision: Precision): OnnxGraph {
  const source: WeightSource = {
    specs: Object.entries(weights).map(([name, { shape }]) => ({ name, shape })),
    read: async (name) => Float32Array.from(weights[name]?.data ?? []),
  };
  return buildOnnx(
    {
      architecture: 'bert',
      configJson: config,
      task: task === 'token-classification' ? task : 'text-classification',
      labelCount: config.num_labels,
      weights: source,
    },
    precision,
  );
}

async function written(write: (sink: { write(chunk: Uint8Array): Promise<void> }) => Promise<void>) {
  const chunks: Uint8Array[] = [];
  await write({ write: async (chunk) => void chunks.push(chunk.slice()) });
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

async function logitsOf(session: InferenceSession, batch: Case['batches'][number], rows?: number) {
  const take = (values: number[][]) => values.slice(0, rows);
  const feed = (values: number[][]) =>
    new Tensor('int64', BigInt64Array.from(values.flat(), BigInt), [values.length, values[0]?.length ?? 0]);
  const ids = take(batch.input_ids);
  const { logits } = await session.run({
    input_ids: feed(ids),
    attention_mask: feed(take(batch.attention_mask)),
    token_type_ids: feed(take(batch.token_type_ids ?? ids.map((row) => row.map(() => 0)))),
  });
  if (logits === undefined) throw new TypeError('no output named logits');
  return { dims: logits.dims, values: z.instanceof(Float32Array).parse(logits.data) };
}

// The first session compiles ONNX Runtime itself, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe('ONNX Runtime on the exported graph', () => {
  it.each(EACH)('$id in $precision gives the logits of PyTorch', async ({ example, precision }) => {
    const bytes = await written((sink) => writeOnnx(graphOf(example, precision), sink));
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(['input_ids', 'attention_mask', 'token_type_ids']);
    expect(session.outputNames).toEqual(['logits']);
    const [batch] = example.batches;
    if (batch === undefined) throw new RangeError('a case without a batch');
    const { dims, values } = await logitsOf(session, batch);
    const expected = example.expected.logits_batch0;
    expect(dims).toEqual(expected.shape);
    expectAllClose(values, expected.data, { rtol: 0, atol: BOUNDS[precision] });
    // One text alone: sizes are the caller's.
    const alone = await logitsOf(session, batch, 1);
    expectAllClose(alone.values, values.subarray(0, alone.values.length), {
      rtol: 0,
      atol: precision === 'int8' ? 0.1 : 1e-3,
    });
  });

  it('reads weights from a file of their own', async () => {
    const [example] = CASES;
    if (example === undefined) throw new RangeError('no case');
    const graph = graphOf(example, 'float32');
    expect(needsExternalData(graph)).toBe(false);
    expect(needsExternalData(graph, 1000)).toBe(true);
    const inside = await written((sink) => writeOnnx(graphOf(example, 'float32'), sink));
    const outside = await written((sink) => writeOnnx(graph, sink, 'model.onnx_data'));
    const data = await written((sink) => writeExternalData(graph, sink));
    expect(outside.length).toBeLessThan(inside.length - 0.8 * data.length);
    expect(data.length).toBeGreaterThan(1000);
    const session = await InferenceSession.create(outside, {
      externalData: [{ path: 'model.onnx_data', data }],
    });
    const [batch] = example.batches;
    if (batch === undefined) throw new RangeError('a case without a batch');
    const { values } = await logitsOf(session, batch);
    expectAllClose(values, example.expected.logits_batch0.data, { rtol: 0, atol: BOUNDS.float32 });
  });

  it('refuses weights that the model lacks, and weights of another size', async () => {
    const [example] = CASES;
    if (example === undefined) throw new RangeError('no case');
    const { 'classifier.bias': _, ...lacking } = example.weights;
    expect(() => graphOf({ ...example, weights: lacking }, 'float32')).toThrow(
      expect.objectContaining({ code: 'EXPORT_FAILED' }),
    );
    const short = { ...example.weights, 'classifier.bias': { shape: [3], data: [1] } };
    await expect(
      written((sink) => writeOnnx(graphOf({ ...example, weights: short }, 'float32'), sink)),
    ).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    const huge = { ...example.weights, 'classifier.bias': { shape: [3], data: [1, 7e4, 1] } };
    await expect(
      written((sink) => writeOnnx(graphOf({ ...example, weights: huge }, 'float16'), sink)),
    ).rejects.toMatchObject({ code: 'EXPORT_BEYOND_HALF' });
  });
});
