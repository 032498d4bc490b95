import type { Evaluation } from '../../core/contract/run';
import { ConfusionMatrix } from '../../ui/charts/confusion-matrix';
import { Panel } from '../../ui/panel';
import { type CaseGroup, describeLabels, labelGroup } from './case-group';

interface ConfusionPanelProps {
  readonly evaluation: Evaluation;
  readonly labels: readonly string[];
  readonly onOpen: (group: CaseGroup) => void;
}

/** Which labels of texts are taken for which; each cell opens its rows. */
export function ConfusionPanel({ evaluation, labels, onOpen }: ConfusionPanelProps) {
  const hasRows = evaluation.cells.length > 0;
  const group = ({ row, column }: { readonly row: number; readonly column: number }) =>
    labelGroup(evaluation, labels, row, column);
  return (
    <Panel
      title="Confusion matrix"
      description={
        hasRows
          ? 'Which labels are taken for which. A figure opens its rows.'
          : 'Which labels are taken for which. “Evaluate now” finds the rows behind the figures.'
      }
    >
      <ConfusionMatrix
        of="labels"
        rows={labels}
        columns={labels}
        counts={evaluation.confusion}
        unit="rows"
        describe={({ row, column }) => describeLabels(labels, row, column)}
        canOpen={(place) => group(place) !== null}
        onOpen={(place) => {
          const opened = group(place);
          if (opened !== null) onOpen(opened);
        }}
        note="The outlined diagonal is what the model got right; a darker cell holds more of its line."
      />
    </Panel>
  );
}
