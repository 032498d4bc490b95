import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../core/contract/errors';
import type { FileWriter } from '../../core/contract/storage';
import { EXPORTS } from '../../core/catalog/exports';
import { readSafetensorsHeader } from '../checkpoint/safetensors-header';
import { readTensor } from '../checkpoint/safetensors-read';
import { expectAllClose } from '../testing/allclose';
import { exportFixture } from '../testing/export-fixture';
import { EXPORT_FORMATS } from './registry';
import { exportZip, writeZip } from './zip';

/** A writer that keeps what it is given; it can be made to run out of space. */
function memoryWriter(capacity = Number.POSITIVE_INFINITY) {
  const chunks: Uint8Array[] = [];
  const log: string[] = [];
  const bytes = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const writer: FileWriter = {
    async write(chunk) {
      if (typeof chunk === 'string') throw new TypeError('bytes were expected');
      if (bytes() + chunk.length > capacity) throw new AppError('STORAGE_FULL');
      chunks.push(chunk.slice());
    },
    async close() {
      log.push('close');
      return bytes();
    },
    async abort() {
      log.push('abort');
    },
  };
  return { writer, log, chunks, blob: () => new Blob(chunks.map((chunk) => chunk.slice())) };
}

async function unzip(blob: Blob): Promise<Record<string, Uint8Array>> {
  return unzipSync(new Uint8Array(await blob.arrayBuffer()));
}

async function codeOf(work: Promise<unknown>): Promise<ErrorCode> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(AppError);
  return thrown instanceof AppError ? thrown.code : 'WORKER_UNEXPECTED';
}

describe('exportZip', () => {
  it('has a writer for every format of the catalog', () => {
    expect(Object.keys(EXPORT_FORMATS).sort()).toEqual(Object.keys(EXPORTS).sort());
  });

  it('holds the files that transformers saves, the card, the state and the recipe', async () => {
    const { writer, log, blob } = memoryWriter();
    const size = await exportZip(exportFixture(), writer);
    expect(log).toEqual(['close']);
    expect(size).toBe(blob().size);
    expect(Object.keys(await unzip(blob())).sort()).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'onnx/model.onnx',
      'onnx/model_fp16.onnx',
      'onnx/model_quantized.onnx',
      'recipe.json',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'trainer_state.json',
      'vocab.txt',
    ]);
  });

  it('carries every weight, unchanged', async () => {
    const input = exportFixture();
    const { writer, blob } = memoryWriter();
    await exportZip(input, writer);
    const bytes = (await unzip(blob()))['model.safetensors'] ?? new Uint8Array();
    const file = new Blob([bytes.slice()]);
    const header = await readSafetensorsHeader(file);
    expect([...header.tensors.keys()].sort()).toEqual(input.weights.specs.map((s) => s.name).sort());
    expect(header.metadata).toEqual({ format: 'pt' });
    for (const { name, shape } of input.weights.specs) {
      expect(header.tensors.get(name)?.shape).toEqual(shape);
      const data = await readTensor(file, header, name);
      expectAllClose(data, await input.weights.read(name), { rtol: 0, atol: 0 }, name);
    }
  });

  it('reads one weight at a time and passes it on before the next', async () => {
    const input = exportFixture();
    const { writer, chunks } = memoryWriter();
    const written: number[] = [];
    const read = async (name: string) => {
      written.push(chunks.length);
      return input.weights.read(name);
    };
    await exportZip({ ...input, weights: { ...input.weights, read } }, writer);
    // For model.safetensors and three ONNX files.
    expect(written).toHaveLength(4 * input.weights.specs.length);
    expect(written.every((count, i) => i === 0 || count > (written[i - 1] ?? 0))).toBe(true);
  });

  it('tells how far it is, up to the size of the zip', async () => {
    const { writer } = memoryWriter();
    const seen: number[] = [];
    const size = await exportZip(exportFixture(), writer, { onProgress: (bytes) => seen.push(bytes) });
    expect(seen.at(-1)).toBe(size);
    expect(seen.every((bytes, i) => i === 0 || bytes >= (seen[i - 1] ?? 0))).toBe(true);
  });

  it('removes what it wrote when the disk is full, and says so', async () => {
    const { writer, log } = memoryWriter(20_000);
    expect(await codeOf(exportZip(exportFixture(), writer))).toBe('STORAGE_FULL');
    expect(log).toEqual(['abort']);
  });

  it('removes what it wrote when a weight cannot be read', async () => {
    const input = exportFixture();
    const { writer, log } = memoryWriter();
    const read = () => Promise.reject(new TypeError('gone'));
    expect(await codeOf(exportZip({ ...input, weights: { ...input.weights, read } }, writer))).toBe(
      'EXPORT_FAILED',
    );
    expect(log).toEqual(['abort']);
  });
});

describe('writeZip', () => {
  it('writes the same bytes for the same entries, whatever the pieces, empty files included', async () => {
    const data = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const entries = (piece: number) => [
      { name: 'empty', write: async () => {} },
      {
        name: 'números.bin',
        async write(sink: { write(chunk: Uint8Array): Promise<void> }) {
          for (let i = 0; i < data.length; i += piece) await sink.write(data.subarray(i, i + piece));
        },
      },
    ];
    const small = memoryWriter();
    const large = memoryWriter();
    await writeZip(entries(7), Date.UTC(2026, 0, 1), small.writer);
    await writeZip(entries(1000), Date.UTC(2026, 0, 1), large.writer);
    expect(new Uint8Array(await small.blob().arrayBuffer())).toEqual(
      new Uint8Array(await large.blob().arrayBuffer()),
    );
    expect(await unzip(small.blob())).toEqual({ empty: new Uint8Array(), 'números.bin': data });
  });

  /** Files of which each second is said to be large; `limit` is where 32 bits are said to end. */
  const wide = async (limit: number, sizes: readonly number[]) => {
    const { writer, blob } = memoryWriter();
    const contents = sizes.map((size, i) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + i) % 251));
    const entries = contents.map((bytes, i) => ({
      name: `file-${i}`,
      ...(i % 2 === 1 && { sizeBytes: bytes.length }),
      write: async (sink: { write(chunk: Uint8Array): Promise<void> }) => sink.write(bytes),
    }));
    const size = await writeZip(entries, Date.UTC(2026, 0, 1), writer, { narrowLimit: limit });
    expect(size).toBe(blob().size);
    return { bytes: new Uint8Array(await blob().arrayBuffer()), contents };
  };

  it('gives sizes and places that have no room in 32 bits 64', async () => {
    const { bytes, contents } = await wide(1000, [500, 4000, 300, 2000]);
    const files = await unzip(new Blob([bytes]));
    expect(Object.values(files)).toEqual(contents);
    const view = new DataView(bytes.buffer);
    const end = bytes.length - 22;
    // Full fields, a locator before them, and the record that it points to.
    expect([view.getUint16(end + 8, true), view.getUint32(end + 16, true)]).toEqual([0xffff, 0xffffffff]);
    const wideEnd = Number(view.getBigUint64(end - 20 + 8, true));
    expect(view.getUint32(wideEnd, true)).toBe(0x06064b50);
    expect(Number(view.getBigUint64(wideEnd + 32, true))).toBe(4);
    // The second file: 45 as its version, sizes of 64 bits announced before it and told after it.
    const second = 30 + 6 + 500 + 16;
    expect([view.getUint32(second, true), view.getUint16(second + 4, true)]).toEqual([0x04034b50, 45]);
    expect(view.getUint32(second + 18, true)).toBe(0xffffffff);
    const after = second + 30 + 6 + 20 + 4000;
    expect(view.getUint32(after, true)).toBe(0x08074b50);
    expect(view.getBigUint64(after + 8, true)).toBe(4000n);
    expect(view.getUint32(after + 24, true)).toBe(0x04034b50);
  });

  it('has no such records where all have room', async () => {
    const { bytes } = await wide(0xffffffff, [500, 4000, 300, 2000]);
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(bytes.length - 22 - 20, true)).not.toBe(0x07064b50);
    expect(view.getUint16(bytes.length - 22 + 10, true)).toBe(4);
  });

  it('counts more files than 16 bits can', async () => {
    const entries = Array.from({ length: 0xffff }, (_, i) => ({ name: String(i), write: async () => {} }));
    let end: DataView = new DataView(new ArrayBuffer(0));
    const write: FileWriter['write'] = async (chunk) => {
      if (typeof chunk !== 'string') end = new DataView(chunk.buffer, chunk.byteOffset);
    };
    await writeZip(entries, 0, { write });
    expect(end.getUint32(0, true)).toBe(0x06064b50);
    expect(Number(end.getBigUint64(32, true))).toBe(0xffff);
  });

  it('refuses a file that grows beyond 32 bits unannounced', async () => {
    expect(await codeOf(wide(1000, [2000]))).toBe('EXPORT_FAILED');
  });
});
