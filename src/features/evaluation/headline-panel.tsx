import { HEADLINE_METRICS } from '../../core/catalog/metrics';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import { formatCounted, formatShare } from '../../core/units';
import { Panel } from '../../ui/panel';
import { Stat, StatRow } from '../../ui/stat';
import { type Headline, headlines, majorityBaseline, outsideBaseline } from './comparison';
import classes from './evaluation.module.css';

interface HeadlinePanelProps {
  readonly spec: RunRecord['spec'];
  readonly evaluation: Evaluation;
  /** The first evaluation on the same split, to compare with. */
  readonly first: Evaluation | null;
}

const SPLIT_ROWS = { train: 'training', validation: 'validation', test: 'test' } as const;

interface FigureGroup {
  readonly label: string;
  /** Said above the figures, where they need a word. */
  readonly text: string | null;
  readonly includes: (key: string) => boolean;
}

/** Figures below the first line, in groups. */
const DETAILS: Readonly<Record<Task, readonly FigureGroup[]>> = {
  'text-classification': [{ label: 'Details', text: null, includes: () => true }],
  'token-classification': [
    {
      label: 'Strict mode',
      text: 'Strict: only entities written as IOB2 demands count, B- first. Where these are lower, the model begins entities with I-.',
      includes: (key) => key.startsWith('strict_'),
    },
    {
      label: 'Single tokens',
      text: 'Token by token, O counted: easy to score high on, because most words are no entities.',
      includes: (key) => key.startsWith('token_'),
    },
  ],
};

/** The figures of one evaluation, against the first one and against plain guessing. */
export function HeadlinePanel({ spec, evaluation, first }: HeadlinePanelProps) {
  const all = headlines(evaluation, first);
  const top = HEADLINE_METRICS[spec.task];
  const isCompared = first !== null && first.step !== evaluation.step;
  return (
    <Panel
      title="Result"
      description={`${formatCounted(evaluation.examples, 'row')} of the ${SPLIT_ROWS[evaluation.split]} split, weights of step ${evaluation.step}${isCompared ? `; changes since step ${first.step}` : ''}.`}
      footer={baselineText(spec, evaluation)}
    >
      <div className={classes.stack}>
        <Figures
          label="Result"
          headlines={top.flatMap((key) => all.filter(({ metric }) => metric.key === key))}
        />
        {DETAILS[spec.task].map(({ label, text, includes }) => (
          <Figures
            key={label}
            label={label}
            text={text}
            headlines={all.filter(({ metric }) => !top.includes(metric.key) && includes(metric.key))}
          />
        ))}
      </div>
    </Panel>
  );
}

/** What plain guessing would reach. */
function baselineText({ task, labels }: RunRecord['spec'], evaluation: Evaluation): string | undefined {
  if (task === 'token-classification') {
    const outside = outsideBaseline(evaluation, labels);
    return outside === null
      ? undefined
      : `For comparison: marking nothing at all would get ${formatShare(outside)} of the tags right, and an F1 of 0.`;
  }
  const baseline = majorityBaseline(evaluation);
  return baseline === null
    ? undefined
    : `For comparison: always answering “${baseline.label}”, the most frequent label, would be right in ${formatShare(baseline.share)} of these rows.`;
}

interface FiguresProps {
  readonly label: string;
  readonly text?: string | null;
  readonly headlines: readonly Headline[];
}

function Figures({ label, text = null, headlines: shown }: FiguresProps) {
  if (shown.length === 0) return null;
  return (
    <div className={text === null ? undefined : classes.figures}>
      {text === null ? null : <p className={classes.note}>{text}</p>}
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
    </div>
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
