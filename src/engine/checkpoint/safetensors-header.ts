import { z } from 'zod';
import { AppError, type ErrorDetails } from '../../core/contract/errors';
import { DTYPE_BITS, type Dtype } from './dtypes';

/** A tensor in a safetensors file; `begin` and `end` are bytes from the start of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** By the name in the file, in the order of the header. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Byte in the file at which the data begin. */
  readonly dataStart: number;
}

const PREFIX_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;

const dtypeSchema = z.custom<Dtype>((value) => typeof value === 'string' && Object.hasOwn(DTYPE_BITS, value));
const entrySchema = z.object({
  dtype: dtypeSchema,
  shape: z.array(z.number().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.record(z.string(), z.string());

/** `reason` carries the name of the same error in the Rust library. */
function invalid(reason: string, details: ErrorDetails = {}, cause?: unknown): AppError {
  return new AppError('MODEL_SAFETENSORS_INVALID', { reason, ...details }, { cause });
}

function truncated(reason: string, expectedBytes: number, actualBytes: number): AppError {
  return new AppError('MODEL_SAFETENSORS_TRUNCATED', { reason, expectedBytes, actualBytes });
}

async function readHeaderText(blob: Blob): Promise<{ text: string; dataStart: number }> {
  if (blob.size < PREFIX_BYTES) throw truncated('HeaderTooSmall', PREFIX_BYTES, blob.size);
  const prefix = new DataView(await blob.slice(0, PREFIX_BYTES).arrayBuffer());
  const length = prefix.getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) throw invalid('HeaderTooLarge');
  const dataStart = PREFIX_BYTES + Number(length);
  if (dataStart > blob.size) throw truncated('InvalidHeaderLength', dataStart, blob.size);
  const bytes = await blob.slice(PREFIX_BYTES, dataStart).arrayBuffer();
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), dataStart };
  } catch (cause) {
    throw invalid('InvalidHeader', {}, cause);
  }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('InvalidHeaderDeserialization', {}, cause);
  }
}

function parseEntry(name: string, value: unknown): TensorEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw invalid('InvalidHeaderDeserialization', { tensor: name }, parsed.error);
  const { dtype, shape, data_offsets } = parsed.data;
  const [begin, end] = data_offsets;
  const bits = shape.reduce((product, dimension) => product * dimension, DTYPE_BITS[dtype]);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(bits)) {
    throw invalid('ValidationOverflow', { tensor: name });
  }
  if (end < begin) throw invalid('InvalidOffset', { tensor: name });
  if ((end - begin) * 8 !== bits) throw invalid('TensorInvalidInfo', { tensor: name });
  return { name, dtype, shape, begin, end };
}

/** The data must be tiled without hole or overlap; returns their size in bytes. */
function checkTiling(tensors: Iterable<TensorEntry>): number {
  const ordered = [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of ordered) {
    if (begin !== position) throw invalid('InvalidOffset', { tensor: name });
    position = end;
  }
  return position;
}

/**
 * Reads and checks the header of a safetensors file; the data are not read.
 * Throws `MODEL_SAFETENSORS_TRUNCATED` (with `expectedBytes` and `actualBytes`) and `MODEL_SAFETENSORS_INVALID`.
 */
export async function readSafetensorsHeader(blob: Blob): Promise<SafetensorsHeader> {
  const { text, dataStart } = await readHeaderText(blob);
  const { __metadata__: metadataJson, ...entries } = parseJson(text);
  const metadata = metadataSchema.safeParse(metadataJson ?? {});
  if (!metadata.success) throw invalid('InvalidHeaderDeserialization', {}, metadata.error);
  const tensors = new Map(Object.entries(entries).map(([name, value]) => [name, parseEntry(name, value)]));
  const fileBytes = dataStart + checkTiling(tensors.values());
  if (fileBytes > blob.size) throw truncated('MetadataIncompleteBuffer', fileBytes, blob.size);
  if (fileBytes < blob.size) throw invalid('MetadataIncompleteBuffer', { expectedBytes: fileBytes });
  return { tensors, metadata: metadata.data, dataStart };
}
