/** Class numbers by value, then names: the order in which JavaScript keeps the keys once they are sorted. */
function sortedEntries(value: object): [string, unknown][] {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.entries(Object.fromEntries(entries));
}

function block(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`;
}

function print(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  // json.dumps writes these names, and json.loads takes them; JSON itself has no such numbers.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return block(
      '[',
      value.map((item) => print(item, inner)),
      ']',
      indent,
    );
  }
  const members = sortedEntries(value).filter(([, child]) => child !== undefined);
  return block(
    '{',
    members.map(([key, child]) => `${JSON.stringify(key)}: ${print(child, inner)}`),
    '}',
    indent,
  );
}

/**
 * JSON as transformers writes its files: keys sorted (class numbers by value), two spaces, ASCII only, NaN and
 * Infinity by name, a newline at the end.
 */
export function pythonJson(value: unknown): string {
  const ascii = print(value, '').replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${ascii}\n`;
}
