export type Yaml = string | number | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** Words that YAML reads as something other than text. */
const RESERVED = /^(true|false|yes|no|on|off|null|none|nan|inf)$/i;

function scalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const isPlain = /^[a-z][\w./-]*( [\w./-]+)*$/i.test(value) && !RESERVED.test(value);
  // A JSON string is a YAML string.
  return isPlain ? value : JSON.stringify(value);
}

function isScalar(value: Yaml): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Lines of a value in block style, without indentation. Keys without a value are left out. */
function lines(value: Yaml): string[] {
  if (isScalar(value)) return [scalar(value)];
  if (Array.isArray(value)) {
    return value.flatMap((item: Yaml) => lines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`));
  }
  return Object.entries(value).flatMap(([key, child]: [string, Yaml | undefined]) => {
    if (child === undefined) return [];
    if (isScalar(child)) return [`${scalar(key)}: ${scalar(child)}`];
    return [`${scalar(key)}:`, ...lines(child).map((line) => (Array.isArray(child) ? line : `  ${line}`))];
  });
}

/** YAML of a value of maps, lists, texts and finite numbers; ends with a newline. */
export function toYaml(value: Yaml): string {
  return `${lines(value).join('\n')}\n`;
}
