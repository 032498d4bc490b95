import type { Evaluation } from '../../core/contract/run';
import { ConfusionMatrix } from '../../ui/charts/confusion-matrix';
import { Panel } from '../../ui/panel';
import { describeLabels } from './case-group';
import classes from './evaluation.module.css';

interface TagPanelProps {
  readonly evaluation: Evaluation;
  /** The model's labels: O and the tags of each type. */
  readonly tags: readonly string[];
}

/** Single tags against each other: how the model decides before words become entities. */
export function TagPanel({ evaluation, tags }: TagPanelProps) {
  return (
    <Panel
      title="Tags"
      description="Which tag of a single token is taken for which, before tokens become entities."
    >
      <details className={classes.fold}>
        <summary>Show the matrix of {tags.length} tags</summary>
        <ConfusionMatrix
          of="tags"
          rows={tags}
          columns={tags}
          counts={evaluation.confusion}
          unit="tokens"
          describe={({ row, column }) => describeLabels(tags, row, column)}
          note="The outlined diagonal is what the model got right; a darker cell holds more of its line."
        />
      </details>
    </Panel>
  );
}
