/** Numbers as people read them: grouped thousands, units after a no-break space, never more digits than they mean. */
const NBSP = '\u00a0';
const LOCALE = 'en-US';

const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** 12345 → "12,345". */
export function formatCount(value: number): string {
  return integer.format(value);
}

/** "1 row", "1,200 rows"; `plural` where an s is not enough. */
export function formatCounted(value: number, singular: string, plural: string = `${singular}s`): string {
  return `${formatCount(value)}${NBSP}${value === 1 ? singular : plural}`;
}

/** Share of one as a percentage: 0.8731 → "87.3 %". */
export function formatShare(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(digits)}${NBSP}%` : '–';
}

/** Bytes in decimal units, as browsers and file managers count them: 22_700_000 → "22.7 MB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  const digits = index === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)}${NBSP}${units[index] ?? 'B'}`;
}

/** Numbers of parameters: 22_713_216 → "22.7 M". */
export function formatMagnitude(value: number): string {
  if (value < 1000) return String(value);
  if (value < 999_500) return `${(value / 1e3).toFixed(value < 99_950 ? 1 : 0)}${NBSP}k`;
  if (value < 999_500_000) return `${(value / 1e6).toFixed(value < 99_950_000 ? 1 : 0)}${NBSP}M`;
  return `${(value / 1e9).toFixed(1)}${NBSP}B`;
}

/** Seconds as the two units that matter: 3725 → "1 h 2 min", 65 → "1 min 5 s", 0.4 → "under 1 s". */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return `under${NBSP}1${NBSP}s`;
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours > 0) return `${formatCount(hours)}${NBSP}h ${minutes}${NBSP}min`;
  if (minutes > 0) return `${minutes}${NBSP}min ${rest}${NBSP}s`;
  return `${rest}${NBSP}s`;
}

/** Short times: 3.47 → "3.5 ms", 128.2 → "128 ms", 2310 → "2.3 s". */
export function formatMilliseconds(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '–';
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(1)}${NBSP}s`;
  return `${milliseconds.toFixed(milliseconds >= 9.95 ? 0 : 1)}${NBSP}ms`;
}

/** Four significant digits, exponent only where the number is tiny or huge: 0.69315 → "0.6931", 5e-5 → "5.0e-5". */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1);
  if (Number.isInteger(value)) return integer.format(value);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
}

const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

/** A moment near now: "today, 14:05", "yesterday, 09:30", "Mar 3, 18:20", "Mar 3, 2024". Milliseconds since 1970. */
export function formatWhen(at: number, now: number): string {
  const then = new Date(at);
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (at >= midnight) return `today, ${time.format(then)}`;
  if (at >= midnight - 86_400_000) return `yesterday, ${time.format(then)}`;
  if (then.getFullYear() === today.getFullYear()) return `${day.format(then)}, ${time.format(then)}`;
  return dayOfYear.format(then);
}
