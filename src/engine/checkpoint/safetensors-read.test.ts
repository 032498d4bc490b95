import { describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from './safetensors-header';
import { readTensor } from './safetensors-read';
import { writeSafetensors } from './safetensors-write';

async function sample() {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const sources = [
    { name: 'bytes', dtype: 'U8', shape: [3], data: () => Promise.resolve(Uint8Array.of(1, 2, 3)) },
    { name: 'half', dtype: 'F16', shape: [2], data: () => Promise.resolve(Uint16Array.of(0x3c00, 0xc100)) },
    {
      name: 'brain',
      dtype: 'BF16',
      shape: [1, 2],
      data: () => Promise.resolve(Uint16Array.of(0x3f80, 0xc020)),
    },
    { name: 'single', dtype: 'F32', shape: [2, 1], data: () => Promise.resolve(Float32Array.of(0.1, -7)) },
  ] as const;
  await writeSafetensors(sources, {
    write: (chunk) => Promise.resolve(void chunks.push(new Uint8Array(chunk))),
  });
  const blob = new Blob(chunks);
  return { blob, header: await readSafetensorsHeader(blob) };
}

describe('readTensor', () => {
  it.each([
    ['single', [Math.fround(0.1), -7]],
    ['half', [1, -2.5]],
    ['brain', [1, -2.5]],
  ])('reads %s precision as float32', async (name, expected) => {
    const { blob, header } = await sample();
    expect(await readTensor(blob, header, name)).toEqual(Float32Array.from(expected));
  });

  it('refuses other types and names that are not there', async () => {
    const { blob, header } = await sample();
    await expect(readTensor(blob, header, 'bytes')).rejects.toMatchObject({
      code: 'MODEL_SAFETENSORS_INVALID',
      details: { tensor: 'bytes', dtype: 'U8' },
    });
    await expect(readTensor(blob, header, 'absent')).rejects.toMatchObject({
      code: 'MODEL_TENSORS_MISSING',
      details: { tensors: ['absent'] },
    });
  });
});
