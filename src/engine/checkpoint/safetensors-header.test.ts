import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fromHex, toHex } from '../testing/hex';
import vectors from '../testing/vectors/safetensors_read.json';
import { readSafetensorsHeader } from './safetensors-header';

const caseSchema = z.object({
  id: z.string(),
  file_hex: z.string(),
  expected: z.union([
    z.object({ error: z.string() }),
    z.object({
      metadata: z.record(z.string(), z.string()).default({}),
      tensors: z.record(
        z.string(),
        z.object({ dtype: z.string(), shape: z.array(z.number()), data_hex: z.string() }),
      ),
    }),
  ]),
});
const cases = z.array(caseSchema).parse(vectors.cases);

/** Upstream errors that mean: the file ends too early. */
const TRUNCATED = ['safetensors_read-007', 'safetensors_read-010'];

function fileWith(header: unknown, dataBytes: number): Blob {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new BigUint64Array([BigInt(json.length)]);
  return new Blob([length, json, new Uint8Array(dataBytes)]);
}

describe('readSafetensorsHeader', () => {
  it.each(cases)('$id', async ({ id, file_hex, expected }) => {
    const blob = new Blob([fromHex(file_hex)]);
    if ('error' in expected) {
      await expect(readSafetensorsHeader(blob)).rejects.toMatchObject({
        code: TRUNCATED.includes(id) ? 'MODEL_SAFETENSORS_TRUNCATED' : 'MODEL_SAFETENSORS_INVALID',
        details: { reason: expected.error },
      });
      return;
    }
    const header = await readSafetensorsHeader(blob);
    expect(header.metadata).toEqual(expected.metadata);
    const tensors: Record<string, unknown> = {};
    for (const { name, dtype, shape, begin, end } of header.tensors.values()) {
      const bytes = await blob.slice(header.dataStart + begin, header.dataStart + end).arrayBuffer();
      tensors[name] = { dtype, shape, data_hex: toHex(new Uint8Array(bytes)) };
    }
    expect(tensors).toEqual(expected.tensors);
  });

  it('tells how many bytes are there and how many should be', async () => {
    const blob = fileWith({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, 9);
    await expect(readSafetensorsHeader(blob)).rejects.toMatchObject({
      code: 'MODEL_SAFETENSORS_TRUNCATED',
      details: { expectedBytes: blob.size + 7, actualBytes: blob.size },
    });
    await expect(readSafetensorsHeader(new Blob([new Uint8Array(3)]))).rejects.toMatchObject({
      code: 'MODEL_SAFETENSORS_TRUNCATED',
    });
  });

  it.each([
    ['no JSON', '{"a":', 0, 'InvalidHeaderDeserialization'],
    ['a list', '[]', 0, 'InvalidHeaderDeserialization'],
    [
      'an unknown type',
      { a: { dtype: 'F33', shape: [], data_offsets: [0, 4] } },
      4,
      'InvalidHeaderDeserialization',
    ],
    ['metadata that are no strings', { __metadata__: { step: 1 } }, 0, 'InvalidHeaderDeserialization'],
    [
      'offsets the wrong way round',
      { a: { dtype: 'U8', shape: [1], data_offsets: [4, 3] } },
      4,
      'InvalidOffset',
    ],
    [
      'bytes that belong to no tensor',
      { a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } },
      4,
      'MetadataIncompleteBuffer',
    ],
  ])('refuses %s', async (_, header, dataBytes, reason) => {
    await expect(readSafetensorsHeader(fileWith(header, dataBytes))).rejects.toMatchObject({
      code: 'MODEL_SAFETENSORS_INVALID',
      details: { reason },
    });
  });
});
