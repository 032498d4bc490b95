import type { UnmadePrecision } from '../../../core/contract/export';
import { firstBeyondHalf } from '../../checkpoint/float16-encode';
import type { WeightSource } from '../input';

/**
 * The precisions that cannot hold a weight of the model, each with the first such weight: float16 ends at 65,504,
 * where float32 and int8 (whose scales are float32) hold every finite number. Reads all weights, one after the other;
 * `onRead` is told the bytes read so far and may throw to end it.
 */
export async function unmadePrecisions(
  weights: WeightSource,
  onRead: (doneBytes: number) => void = () => undefined,
): Promise<UnmadePrecision[]> {
  let doneBytes = 0;
  for (const { name } of weights.specs) {
    const values = await weights.read(name);
    const lost = firstBeyondHalf(values);
    if (lost !== null) {
      const details = { tensor: name, value: lost };
      return [{ precision: 'float16', failure: { code: 'EXPORT_BEYOND_HALF', details } }];
    }
    doneBytes += values.byteLength;
    onRead(doneBytes);
  }
  return [];
}
