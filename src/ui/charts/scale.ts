export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** 1, 2 or 5 times a power of ten, the smallest that is at least `value`. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Sums of tenths drift: 0.1 + 0.2. Ticks are rounded to the digits of their step. */
function multiples(step: number, from: number, to: number): number[] {
  const digits = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => Number((from + i * step).toFixed(Math.min(digits, 20))));
}

/** A linear scale whose ends are round numbers; about `count` ticks. A flat curve gets room on both sides. */
export function linearScale(low: number, high: number, count = 4): Scale {
  const spread = high - low;
  const room = spread > 0 ? spread : Math.abs(high) || 1;
  const step = niceStep(room / count);
  const from = Math.floor((spread > 0 ? low : low - room / 2) / step + 1e-9) * step;
  const to = Math.ceil((spread > 0 ? high : high + room / 2) / step - 1e-9) * step;
  return { domain: [from, to], ticks: multiples(step, from, to) };
}

/** A base-10 logarithmic scale for positive values: its ends are 1, 2 or 5 times a power of ten, or powers where there are many. */
export function logScale(low: number, high: number): Scale {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9) + 1;
  const exponents = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const fine = exponents.flatMap((exponent) => [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)));
  const start = fine.findLastIndex((tick) => tick <= low * (1 + 1e-9));
  const end = Math.max(
    fine.findIndex((tick) => tick >= high * (1 - 1e-9)),
    start + 1,
  );
  const around = fine.slice(Math.max(start, 0), end + 1);
  const domain = [around[0] ?? low, around.at(-1) ?? high] as const;
  if (around.length <= 7) return { domain, ticks: around };
  const powers = exponents
    .map((exponent) => Number(`1e${exponent}`))
    .filter((tick) => tick >= domain[0] && tick <= domain[1]);
  const stride = Math.ceil(powers.length / 6);
  return { domain, ticks: powers.filter((_, i) => i % stride === 0) };
}

/** Whole steps from the first to the last, with round ticks in between. */
export function stepScale(first: number, last: number, count: number): Scale {
  const end = Math.max(last, first + 1);
  const step = Math.max(1, niceStep((end - first) / count));
  const from = Math.ceil(first / step) * step;
  const ticks = multiples(step, from, from + Math.floor((end - from) / step) * step);
  return { domain: [first, end], ticks };
}

/** A tick as short as it can be: 0.2, 1,500, 5e-5. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace('e+', 'e');
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 });
}
