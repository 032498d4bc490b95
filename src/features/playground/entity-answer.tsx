import { SegmentedControl } from '@mantine/core';
import {
  AGGREGATION_STRATEGIES,
  type AggregationStrategy,
  type Entity,
  type TokenPrediction,
} from '../../core/contract/predictions';
import { formatShare } from '../../core/units';
import { CopyButton } from '../../ui/copy-button';
import { EntityText } from '../../ui/entities/entity-text';
import { typesOfTags } from '../../ui/entities/entity-types';
import { codePointOffsets } from './code-points';
import { EntityList } from './entity-list';
import { pipelineJson } from './pipeline-json';
import classes from './playground.module.css';
import { STRATEGIES } from './strategies';

interface EntitiesProps {
  /** Whose entities they are: "Fine-tuned". */
  readonly title: string;
  readonly prediction: TokenPrediction;
  readonly strategy: AggregationStrategy;
}

/** A text with its entities marked where they stand, and the same entities as a list. */
export function Entities({ title, prediction, strategy }: EntitiesProps) {
  const { text, labels } = prediction;
  const types = typesOfTags(labels);
  const entities = prediction.entities[strategy];
  const at = codePointOffsets(text);
  const detail = ({ label, score, start, end }: Entity) =>
    `${label}, ${formatShare(score)}, characters ${at(start)}–${at(end)}`;
  return (
    <>
      <EntityText
        label={`Text with entities, ${title}`}
        text={text}
        spans={entities.map((entity) => ({ ...entity, detail: detail(entity) }))}
        types={types}
      />
      <EntityList label={`Entities, ${title}`} text={text} entities={entities} types={types} />
      <div>
        <CopyButton value={pipelineJson(prediction, strategy)} label="Copy as JSON" />
      </div>
    </>
  );
}

interface StrategyChoiceProps {
  readonly strategy: AggregationStrategy;
  readonly onChange: (strategy: AggregationStrategy) => void;
}

/** The five ways of making entities of tokens, and what the chosen one does. */
export function StrategyChoice({ strategy, onChange }: StrategyChoiceProps) {
  return (
    <div className={classes.strategy}>
      <SegmentedControl
        size="xs"
        aria-label="Aggregation strategy"
        value={strategy}
        data={AGGREGATION_STRATEGIES.map((value) => ({ value, label: STRATEGIES[value].label }))}
        onChange={onChange}
      />
      <p className={classes.strategyHelp}>{STRATEGIES[strategy].help}</p>
    </div>
  );
}
