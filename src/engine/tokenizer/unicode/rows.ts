/** Rows of numbers in base 36, as the tables are written; the first of each row is the distance from the row before. */
export function rows(table: string, width: number): number[][] {
  const numbers = table.split(' ').map((word) => Number.parseInt(word, 36));
  const found: number[][] = [];
  let first = 0;
  for (let i = 0; i < numbers.length; i += width) {
    first += numbers[i] ?? 0;
    found.push([first, ...numbers.slice(i + 1, i + width)]);
  }
  return found;
}

/** Makes its value at the first call and keeps it: tables that not every tokenizer needs. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
