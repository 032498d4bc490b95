import type { AggregationStrategy, Entity, TokenPrediction } from '../../core/contract/predictions';
import { codePointOffsets } from './code-points';
import { singleEntities } from './token-rows';

/** The answer as `pipeline("token-classification", aggregation_strategy=…)` returns it in Python: keys, order, offsets. */
export function pipelineJson(prediction: TokenPrediction, strategy: AggregationStrategy): string {
  const { text, tokens, entities } = prediction;
  const at = codePointOffsets(text);
  const placed = ({ word, start, end }: Entity) => ({ word, start: at(start), end: at(end) });
  const items =
    strategy === 'none'
      ? singleEntities(prediction).flatMap((entity, i) =>
          entity === null
            ? []
            : [{ entity: entity.label, score: entity.score, index: tokens[i]?.index, ...placed(entity) }],
        )
      : entities[strategy].map((entity) => ({
          entity_group: entity.label,
          score: entity.score,
          ...placed(entity),
        }));
  return JSON.stringify(items, null, 2);
}
