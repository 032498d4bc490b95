import { expect, test } from 'vitest';
import type { TextPrediction } from '../../core/contract/predictions';
import { agreementOf } from './agreement';
import { GREETING } from './testing/example-answer';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

function scored(spam: number): TextPrediction {
  const scores = [
    { label: 'spam', score: spam },
    { label: 'ham', score: 1 - spam },
  ].toSorted((a, b) => b.score - a.score);
  return { task: 'text-classification', scores, truncated: false };
}

test.each([
  [0.9, 0.9, true, 'The same answer; no score differs by more than 0.01 points.'],
  [0.9, 0.90001, true, 'The same answer; no score differs by more than 0.01 points.'],
  [0.9, 0.897, true, 'The same answer; scores differ by up to 0.30 points.'],
  [0.9, 0.7, true, 'The same answer; scores differ by up to 20.0 points.'],
  [0.52, 0.49, false, 'Another answer: spam in the studio, ham in ONNX int8.'],
])('scores of %d and %d', (studio, exported, agrees, text) => {
  expect(agreementOf(scored(studio), scored(exported), 'ONNX int8', 'first')).toEqual({ agrees, text });
});

test('entities are alike where place and type are', () => {
  const same = agreementOf(GREETING, GREETING, 'ONNX f32', 'first');
  expect({ ...same, text: plain(same.text) }).toEqual({ agrees: true, text: 'The same 2 entities.' });
  // Under "first" Hamburg is a person, under "average" a place.
  const other = { ...GREETING, entities: { ...GREETING.entities, first: GREETING.entities.average } };
  const changed = agreementOf(GREETING, other, 'ONNX int8', 'first');
  expect(changed.agrees).toBe(false);
  expect(plain(changed.text)).toBe(
    '1 entity alike, 1 entity only in the studio, 1 entity only in ONNX int8.',
  );
  const none = { ...GREETING, entities: { ...GREETING.entities, first: [] } };
  expect(agreementOf(none, none, 'ONNX int8', 'first')).toEqual({
    agrees: true,
    text: 'No entities in either.',
  });
});
