/*
 * Golden files are made in float64; between processors and numbers of threads their last bits differ, and twenty
 * updates carry that on. Packed values are float32.
 */
const NUMBERS = { rtol: 1e-7, atol: 1e-9 };
const PACKED = { rtol: 1e-5, atol: 1e-7 };

const isNear = (a: number, b: number, { rtol, atol }: typeof NUMBERS) =>
  a === b || Math.abs(a - b) <= atol + rtol * Math.abs(b);

/** Base64 of little-endian float32 under a shape, as `bert.py` packs tensors. */
interface Packed {
  readonly shape: unknown;
  readonly data: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPacked(value: unknown): value is Packed {
  return isRecord(value) && 'shape' in value && typeof value['data'] === 'string';
}

function unpack(packed: Packed): number[] {
  const bytes = Buffer.from(packed.data, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** Where two golden files differ, each place with both values; empty when they agree. */
export function differences(fresh: unknown, committed: unknown, place = ''): string[] {
  if (isPacked(fresh) && isPacked(committed)) {
    return [
      ...differences(fresh.shape, committed.shape, `${place}.shape`),
      ...listDifferences(unpack(fresh), unpack(committed), place, PACKED),
    ];
  }
  if (Array.isArray(fresh) && Array.isArray(committed))
    return listDifferences(fresh, committed, place, NUMBERS);
  if (isRecord(fresh) && isRecord(committed)) {
    const keys = [...new Set([...Object.keys(fresh), ...Object.keys(committed)])];
    return keys.flatMap((key) => differences(fresh[key], committed[key], `${place}.${key}`));
  }
  return valueDifference(fresh, committed, place, NUMBERS);
}

function listDifferences(
  fresh: readonly unknown[],
  committed: readonly unknown[],
  place: string,
  tolerance: typeof NUMBERS,
): string[] {
  if (fresh.length !== committed.length) return [`${place}: ${fresh.length} instead of ${committed.length}`];
  return fresh.flatMap((value, i) =>
    typeof value === 'number'
      ? valueDifference(value, committed[i], `${place}[${i}]`, tolerance)
      : differences(value, committed[i], `${place}[${i}]`),
  );
}

function valueDifference(
  fresh: unknown,
  committed: unknown,
  place: string,
  tolerance: typeof NUMBERS,
): string[] {
  const agrees =
    typeof fresh === 'number' && typeof committed === 'number'
      ? isNear(fresh, committed, tolerance)
      : fresh === committed;
  return agrees ? [] : [`${place}: ${JSON.stringify(fresh)} instead of ${JSON.stringify(committed)}`];
}
