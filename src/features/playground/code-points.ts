/** From UTF-16 units of a text to code points, as Python counts them. */
export function codePointOffsets(text: string): (unit: number) => number {
  const offsets: number[] = [];
  let points = 0;
  for (const character of text) {
    for (let i = 0; i < character.length; i++) offsets.push(points);
    points += 1;
  }
  return (unit) => offsets[unit] ?? points;
}
