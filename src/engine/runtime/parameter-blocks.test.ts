import { expect, test } from 'vitest';
import { blocksOf, stacksOf } from './parameter-blocks';
import { parametersFor } from './parameters';

const NAMES = ['a.weight', 'a.bias', 'other', 'b.weight', 'b.bias'];

/** Two layers of unequal height over five inputs, stacked, with something between them. */
function parameters(frozen: (name: string) => boolean) {
  const rows = (name: string) => (name.startsWith('a') ? 3 : 4);
  return parametersFor(
    NAMES.map((name) => ({
      name,
      shape: name.endsWith('bias') ? [rows(name)] : [rows(name), 5],
      init: 'zeros',
      group: 'head',
      decay: !name.endsWith('bias'),
      ...(name !== 'other' && { stack: name.endsWith('bias') ? 'bias' : 'weight' }),
    })),
    ({ name }) => !frozen(name),
  );
}

const names = (blocks: ReturnType<typeof blocksOf>) => blocks.map((block) => block.map(({ name }) => name));

test('members of a stack lie together, the rest by itself', () => {
  const all = parameters(() => false);
  expect(names(blocksOf(all))).toEqual([['a.weight', 'b.weight'], ['a.bias', 'b.bias'], ['other']]);
  expect([...stacksOf(all)]).toEqual([
    ['weight', { index: 0, name: 'weight', shape: [7, 5], size: 35, trainable: true }],
    ['bias', { index: 1, name: 'bias', shape: [7], size: 7, trainable: true }],
  ]);
});

test('a stack frozen as a whole stays one; one frozen in part lies apart and cannot be used as one', () => {
  expect(stacksOf(parameters(() => true)).get('weight')?.trainable).toBe(false);
  const partly = parameters((name) => name === 'b.weight');
  expect(names(blocksOf(partly))).toEqual([['a.weight'], ['a.bias', 'b.bias'], ['other'], ['b.weight']]);
  expect(() => stacksOf(partly)).toThrow(RangeError);
});
