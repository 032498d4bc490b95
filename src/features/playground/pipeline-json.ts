import type { AggregationStrategy, TokenPrediction } from '../../core/contract/predictions';
import { codePointOffsets } from './code-points';

/** The answer as `pipeline("token-classification", aggregation_strategy=…)` returns it in Python: keys, order, offsets. */
export function pipelineJson(prediction: TokenPrediction, strategy: AggregationStrategy): string {
  const { text, tokens, entities } = prediction;
  const at = codePointOffsets(text);
  const items = entities[strategy].map(({ label, score, word, start, end }) => {
    const offsets = { word, start: at(start), end: at(end) };
    if (strategy !== 'none') return { entity_group: label, score, ...offsets };
    const token = tokens.find((reading) => reading.start === start && reading.end === end);
    return { entity: label, score, index: token?.index ?? null, ...offsets };
  });
  return JSON.stringify(items, null, 2);
}
