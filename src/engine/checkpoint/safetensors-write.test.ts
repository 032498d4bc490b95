import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fromHex, toHex } from '../testing/hex';
import vectors from '../testing/vectors/safetensors_write.json';
import { DTYPE_BITS, type Dtype } from './dtypes';
import { type TensorSource, writeSafetensors } from './safetensors-write';

const dtype = z.custom<Dtype>((value) => typeof value === 'string' && value in DTYPE_BITS);
const tensorSchema = z.object({ name: z.string(), dtype, shape: z.array(z.number()), data_hex: z.string() });
const caseSchema = z.object({
  id: z.string(),
  tensors: z.array(tensorSchema),
  metadata: z.record(z.string(), z.string()).nullable(),
  expected_file_hex: z.string(),
});
const cases = z.array(caseSchema).parse(vectors.cases);

async function written(tensors: readonly TensorSource[], metadata: Record<string, string>) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const size = await writeSafetensors(
    tensors,
    { write: (chunk) => Promise.resolve(void chunks.push(new Uint8Array(chunk))) },
    metadata,
  );
  return { size, bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) };
}

describe('writeSafetensors', () => {
  it.each(cases)('$id', async ({ tensors, metadata, expected_file_hex }) => {
    const sources = tensors.map(({ data_hex, ...tensor }) => ({
      ...tensor,
      data: () => Promise.resolve(fromHex(data_hex)),
    }));
    const { size, bytes } = await written(sources, metadata ?? {});
    expect(toHex(bytes)).toBe(expected_file_hex);
    expect(size).toBe(bytes.length);
  });

  it('orders names by their UTF-8 bytes', async () => {
    const names = ['layer.2', '1', 'layer.10', '\u{1f600}', '\uffee', 'layer'];
    const sources = names.map(
      (name): TensorSource => ({
        name,
        dtype: 'U8',
        shape: [0],
        data: () => Promise.resolve(new Uint8Array(0)),
      }),
    );
    const { bytes } = await written(sources, {});
    const header = new TextDecoder().decode(bytes.subarray(8));
    const positions = ['1', 'layer', 'layer.10', 'layer.2', '\uffee', '\u{1f600}'].map((name) =>
      header.indexOf(JSON.stringify(name)),
    );
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions[0]).toBe(1);
  });

  it('refuses data of another size than the shape', async () => {
    const tensor: TensorSource = {
      name: 'a',
      dtype: 'F32',
      shape: [2, 2],
      data: () => Promise.resolve(new Float32Array(3)),
    };
    await expect(written([tensor], {})).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      details: { tensor: 'a', expectedBytes: 16, actualBytes: 12 },
    });
  });
});
