/** Column names from a header: trimmed, "column N" for an empty one, "name (2)" for a repeated one. */
export function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  const names: string[] = [];
  for (let i = 0; i < width; i++) {
    const base = header[i]?.trim() || `column ${i + 1}`;
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`;
    taken.add(name);
    names.push(name);
  }
  return names;
}
