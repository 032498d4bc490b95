import { AppError } from '../../core/contract/errors';
import { DTYPE_BITS, type Dtype } from './dtypes';

export interface TensorSource {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Called once, when it is this tensor's turn: its elements in row-major order. */
  readonly data: () => Promise<ArrayBufferView<ArrayBuffer>>;
}

export interface ByteSink {
  write(chunk: Uint8Array): Promise<void>;
}

const DTYPE_ORDER = Object.keys(DTYPE_BITS);

/** Order of the names' UTF-8 bytes, which is the order of code points and not that of UTF-16. */
function compareNames(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function byteLength(tensor: TensorSource): number {
  return tensor.shape.reduce((product, dimension) => product * dimension, DTYPE_BITS[tensor.dtype]) / 8;
}

function encodeHeader(
  tensors: readonly TensorSource[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let position = 0;
  const entries = tensors.map((tensor) => {
    const begin = position;
    position += byteLength(tensor);
    const { name, dtype, shape } = tensor;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, position] })}`;
  });
  // Built entry by entry: an object would put names that look like numbers first.
  if (Object.keys(metadata).length > 0) entries.unshift(`"__metadata__":${JSON.stringify(metadata)}`);
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

/**
 * Streams a safetensors file, one tensor in memory at a time; byte for byte what the Rust library writes.
 * Returns the size in bytes. Throws `EXPORT_FAILED` when a tensor's data do not fit its shape.
 */
export async function writeSafetensors(
  tensors: readonly TensorSource[],
  sink: ByteSink,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<number> {
  const ordered = [...tensors].sort(
    (a, b) => DTYPE_ORDER.indexOf(a.dtype) - DTYPE_ORDER.indexOf(b.dtype) || compareNames(a.name, b.name),
  );
  const header = encodeHeader(ordered, metadata);
  await sink.write(header);
  let size = header.length;
  for (const tensor of ordered) {
    const data = await tensor.data();
    if (data.byteLength !== byteLength(tensor)) {
      throw new AppError('EXPORT_FAILED', {
        tensor: tensor.name,
        expectedBytes: byteLength(tensor),
        actualBytes: data.byteLength,
      });
    }
    await sink.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    size += data.byteLength;
  }
  return size;
}
