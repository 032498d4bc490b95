import type { Evaluation } from '../../core/contract/run';
import { formatCounted, formatShare } from '../../core/units';
import { Panel } from '../../ui/panel';
import { Stat, StatRow } from '../../ui/stat';
import { type Headline, headlines, majorityBaseline } from './comparison';
import classes from './evaluation.module.css';

interface HeadlinePanelProps {
  readonly evaluation: Evaluation;
  /** The first evaluation on the same split, to compare with. */
  readonly first: Evaluation | null;
}

const SPLIT_ROWS = { train: 'training', validation: 'validation', test: 'test' } as const;

/** What stands in the first line. */
const FIRST = ['loss', 'accuracy', 'f1_macro', 'f1_weighted'];

/** The figures of one evaluation, against the first one and against plain guessing. */
export function HeadlinePanel({ evaluation, first }: HeadlinePanelProps) {
  const baseline = majorityBaseline(evaluation);
  const all = headlines(evaluation, first);
  const isCompared = first !== null && first.step !== evaluation.step;
  return (
    <Panel
      title="Result"
      description={`${formatCounted(evaluation.examples, 'row')} of the ${SPLIT_ROWS[evaluation.split]} split, weights of step ${evaluation.step}${isCompared ? `; changes since step ${first.step}` : ''}.`}
      footer={
        baseline === null
          ? undefined
          : `For comparison: always answering “${baseline.label}”, the most frequent label, would be right in ${formatShare(baseline.share)} of these rows.`
      }
    >
      <div className={classes.stack}>
        <Figures label="Result" headlines={all.filter(({ metric }) => FIRST.includes(metric.key))} />
        <Figures label="Details" headlines={all.filter(({ metric }) => !FIRST.includes(metric.key))} />
      </div>
    </Panel>
  );
}

function Figures({
  label,
  headlines: shown,
}: {
  readonly label: string;
  readonly headlines: readonly Headline[];
}) {
  if (shown.length === 0) return null;
  return (
    <StatRow label={label}>
      {shown.map((headline) => (
        <Stat
          key={headline.metric.key}
          label={headline.metric.label}
          value={headline.text}
          help={headline.metric.help}
          {...(headline.change === null
            ? {}
            : { note: <Change change={headline.change} isBetter={headline.isBetter} /> })}
        />
      ))}
    </StatRow>
  );
}

function Change({ change, isBetter }: { readonly change: string; readonly isBetter: boolean | null }) {
  const tone = isBetter === null ? 'same' : isBetter ? 'better' : 'worse';
  return (
    <span className={classes.change} data-tone={tone}>
      {tone === 'same' ? 'unchanged' : `${change}, ${tone}`}
    </span>
  );
}
