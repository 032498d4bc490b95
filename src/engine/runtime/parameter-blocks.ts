import type { Parameter, ParameterSpan } from './parameters';

/** Parameters that lie one behind another without a gap. */
export type Block = readonly [Parameter, ...Parameter[]];

/** How a store lays parameters out: those of one stack that are treated alike are a block, others one each; in model order. */
export function blocksOf(parameters: readonly Parameter[]): readonly Block[] {
  const blocks = new Map<string, [Parameter, ...Parameter[]]>();
  for (const p of parameters) {
    const key = p.stack === null ? `${p.index}` : `${p.stack} ${p.trainable} ${p.decay}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [p]);
    else block.push(p);
  }
  return [...blocks.values()];
}

/** A block as one operand, stacked along the first axis. */
export function spanOf(block: Block): ParameterSpan {
  const [first] = block;
  if (block.length === 1) return first;
  const sum = (count: (p: Parameter) => number) => block.reduce((total, p) => total + count(p), 0);
  return {
    index: first.index,
    name: first.stack ?? first.name,
    shape: [sum((p) => p.shape[0] ?? 1), ...first.shape.slice(1)],
    size: sum((p) => p.size),
    trainable: first.trainable,
  };
}

/** The stacks of a model by name; each is trained as a whole or not at all. */
export function stacksOf(parameters: readonly Parameter[]): ReadonlyMap<string, ParameterSpan> {
  const stacks = new Map<string, ParameterSpan>();
  for (const block of blocksOf(parameters)) {
    const { stack } = block[0];
    if (stack === null) continue;
    if (stacks.has(stack)) throw new RangeError(`${stack} is trained in part: it does not lie together`);
    stacks.set(stack, spanOf(block));
  }
  return stacks;
}
