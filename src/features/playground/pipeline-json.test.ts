import { expect, test } from 'vitest';
import { pipelineJson } from './pipeline-json';
import { GREETING, LLAMA } from './testing/example-answer';

// Shapes as TokenClassificationPipeline returns them; offsets as Python's len() counts: "👋" is one character.
test('grouped entities have entity_group and offsets in code points', () => {
  expect(JSON.parse(pipelineJson(GREETING, 'max'))).toEqual([
    { entity_group: 'PER', score: 0.98, word: 'ann', start: 2, end: 5 },
    { entity_group: 'LOC', score: 0.8, word: 'hamburg', start: 9, end: 16 },
  ]);
});

test('single tokens have entity and index', () => {
  expect(JSON.parse(pipelineJson(GREETING, 'none'))[2]).toEqual({
    entity: 'I-LOC',
    score: 0.8,
    index: 5,
    word: '##burg',
    start: 12,
    end: 16,
  });
  expect(Object.keys(JSON.parse(pipelineJson(GREETING, 'none'))[0])).toEqual([
    'entity',
    'score',
    'index',
    'word',
    'start',
    'end',
  ]);
});

test('tokens in one place keep their own index', () => {
  expect(JSON.parse(pipelineJson(LLAMA, 'none'))).toEqual([
    { entity: 'B-PER', score: 0.9, index: 2, word: 'Ł', start: 0, end: 1 },
    { entity: 'I-PER', score: 0.8, index: 3, word: 'Ļ', start: 0, end: 1 },
  ]);
});
