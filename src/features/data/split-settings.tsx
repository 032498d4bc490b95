import { NumberInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { DatasetReport, SplitSpec } from '../../core/contract/dataset';
import { SPLIT_NAMES, type SplitName } from '../../core/contract/task';
import { formatCount, formatShare } from '../../core/units';
import { Meter } from '../../ui/meter';
import { Notice } from '../../ui/notice';
import { SPLIT_COLORS, SPLIT_LABELS } from '../../ui/splits';
import classes from './split-settings.module.css';

const USES: Readonly<Record<SplitName, string>> = {
  train: 'what the model learns from',
  validation: 'checked while training, picks the best checkpoint',
  test: 'kept back for the final figures',
};
const ORIGINS: Readonly<Record<DatasetReport['origin'][SplitName], string>> = {
  file: 'from its own file',
  column: 'from the split column',
  share: 'by share',
  none: 'not set',
};

interface SplitSettingsProps {
  readonly split: SplitSpec;
  readonly report: Pick<DatasetReport, 'examples' | 'origin'>;
  readonly onChange: (split: SplitSpec) => void;
}

function isSame(a: SplitSpec, b: SplitSpec): boolean {
  return a.validationShare === b.validationShare && a.testShare === b.testShare && a.seed === b.seed;
}

/** How rows are divided, and what comes of it. Shares are asked for only where nothing else decides. */
export function SplitSettings({ split, report, onChange }: SplitSettingsProps) {
  const [draft, setDraft] = useState(split);
  const [known, setKnown] = useState(split);
  const commit = useDebouncedCallback(onChange, { delay: 300, flushOnUnmount: true });
  if (known !== split) {
    setKnown(split);
    // What is being typed is newer than what has been saved of it.
    if (isSame(draft, known)) setDraft(split);
  }
  function change(patch: Partial<SplitSpec>): void {
    const next = { ...draft, ...patch };
    setDraft(next);
    if (next.validationShare + next.testShare < 0.95) commit(next);
    else commit.cancel();
  }

  const counts = SPLIT_NAMES.map((name) => ({ name, count: report.examples[name] }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const fixed = (name: SplitName): boolean =>
    report.origin[name] === 'file' || report.origin[name] === 'column';
  const shared = SPLIT_NAMES.some((name) => report.origin[name] === 'share');
  return (
    <div className={classes.split}>
      <div className={classes.fields}>
        <NumberInput
          label="Validation share"
          suffix=" %"
          min={0}
          max={90}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={fixed('validation')}
          value={Math.round(draft.validationShare * 100)}
          onChange={(value) => change({ validationShare: Number(value) / 100 })}
        />
        <NumberInput
          label="Test share"
          suffix=" %"
          min={0}
          max={90}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={fixed('test')}
          value={Math.round(draft.testShare * 100)}
          onChange={(value) => change({ testShare: Number(value) / 100 })}
        />
        <NumberInput
          label="Split seed"
          min={0}
          max={0xffffffff}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={!shared}
          value={draft.seed}
          onChange={(value) => change({ seed: Number(value) })}
        />
      </div>
      {draft.validationShare + draft.testShare >= 0.95 && (
        <Notice tone="bad" live>
          Validation and test together leave nothing to learn from. Keep their sum below 95 %.
        </Notice>
      )}
      <div>
        <Meter
          parts={counts.map(({ name, count }) => ({
            key: name,
            share: total === 0 ? 0 : count / total,
            color: SPLIT_COLORS[name],
          }))}
        />
        <dl className={classes.counts}>
          {counts.map(({ name, count }) => (
            <div key={name}>
              <dt>
                <span
                  className={classes.swatch}
                  style={{ background: SPLIT_COLORS[name] }}
                  aria-hidden="true"
                />
                {SPLIT_LABELS[name]}
              </dt>
              <dd className={classes.figure}>{formatCount(count)}</dd>
              <dd className={classes.origin}>
                {total > 0 && `${formatShare(count / total, 0)}, `}
                {ORIGINS[report.origin[name]]}
              </dd>
              <dd className={classes.use}>{USES[name]}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
