import { AppError } from '../../core/contract/errors';
import { bfloat16ToFloat32, float16ToFloat32 } from './float16';
import type { SafetensorsHeader } from './safetensors-header';

/**
 * Reads one tensor, and only its bytes, as float32 (from F32, F16 or BF16; row-major).
 * The name is the one in the file. Throws `MODEL_TENSORS_MISSING`, and `MODEL_SAFETENSORS_INVALID` for other types.
 */
export async function readTensor(
  blob: Blob,
  header: SafetensorsHeader,
  name: string,
): Promise<Float32Array<ArrayBuffer>> {
  const entry = header.tensors.get(name);
  if (entry === undefined) throw new AppError('MODEL_TENSORS_MISSING', { tensors: [name] });
  // A slice of its own: the format promises no alignment, and typed arrays are little-endian wherever browsers run.
  const bytes = await blob.slice(header.dataStart + entry.begin, header.dataStart + entry.end).arrayBuffer();
  switch (entry.dtype) {
    case 'F32':
      return new Float32Array(bytes);
    case 'F16':
      return float16ToFloat32(new Uint16Array(bytes));
    case 'BF16':
      return bfloat16ToFloat32(new Uint16Array(bytes));
    default:
      throw new AppError('MODEL_SAFETENSORS_INVALID', {
        reason: 'UnsupportedDtype',
        tensor: name,
        dtype: entry.dtype,
      });
  }
}
