import { Anchor, Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useId } from 'react';
import { PRECISION_NAMES } from '../../core/catalog/precisions';
import type { ExportTarget, OpenedExport } from '../../core/contract/api';
import { ONNX_FILES, type Precision } from '../../core/contract/export';
import { formatBytes, formatMilliseconds } from '../../core/units';
import type { Remote } from '../../state/remote';
import { DeviceChoice } from '../../ui/device-choice';
import { FailureCard } from '../../ui/failure-card';
import { ProgressRow } from '../../ui/progress-row';
import { routeTo } from '../../ui/route';
import classes from './format-choice.module.css';

/** What of an exported file can be asked. */
export interface FormatChoiceProps {
  readonly runId: string;
  /** Those in the run's zip; none where this browser has no zip of it. */
  readonly precisions: readonly Precision[];
  readonly format: ExportTarget | null;
  readonly opened: Remote<OpenedExport>;
  readonly onChoose: (format: ExportTarget | null) => void;
}

const STUDIO = 'studio';

/** Which model answers beside the studio's: none, or one of the exported files. */
export function FormatChoice(props: FormatChoiceProps) {
  const { runId, precisions, format, onChoose } = props;
  const labelId = useId();
  const isNarrow = useMediaQuery('(max-width: 480px)', false, { getInitialValueInEffect: false });
  if (precisions.length === 0) {
    return (
      <div className={classes.choice}>
        <p className={classes.hint}>
          <Anchor inherit href={routeTo('export', runId)}>
            Export the model
          </Anchor>{' '}
          to ask its ONNX files here too, as a web page would.
        </p>
      </div>
    );
  }
  const choose = (precision: Precision | null) =>
    onChoose(precision === null ? null : { runId, precision, device: format?.device ?? 'wasm' });
  return (
    <div className={classes.choice}>
      <div className={classes.row}>
        <span id={labelId}>Model</span>
        <SegmentedControl<Precision | typeof STUDIO>
          className={classes.control}
          size="xs"
          orientation={isNarrow ? 'vertical' : 'horizontal'}
          aria-labelledby={labelId}
          value={format?.precision ?? STUDIO}
          data={[
            { value: STUDIO, label: 'As in the studio' },
            ...precisions.map((precision) => ({ value: precision, label: PRECISION_NAMES[precision] })),
          ]}
          onChange={(value) => choose(value === STUDIO ? null : value)}
        />
        {format === null ? null : (
          <>
            <span aria-hidden="true">on</span>
            <DeviceChoice
              label="Device of ONNX Runtime"
              device={format.device}
              onChange={(device) => onChoose({ ...format, device })}
            />
          </>
        )}
      </div>
      <Opening {...props} />
    </div>
  );
}

/** Whether the chosen file is open. */
function Opening({ format, opened, onChoose }: FormatChoiceProps) {
  if (format === null) return null;
  const name = PRECISION_NAMES[format.precision];
  switch (opened.status) {
    case 'idle':
      return null;
    case 'pending': {
      const size = opened.progress?.total ?? null;
      return (
        <ProgressRow
          label={`Opening ${ONNX_FILES[format.precision]}`}
          share={null}
          detail={size === null ? '' : formatBytes(size)}
          onCancel={() => onChoose(null)}
        />
      );
    }
    case 'failed':
      return (
        <FailureCard
          failure={opened.failure}
          subject={name}
          actions={
            <>
              <Button size="xs" onClick={() => onChoose(format)}>
                Try again
              </Button>
              <Button size="xs" variant="default" onClick={() => onChoose(null)}>
                Ask the studio alone
              </Button>
            </>
          }
        />
      );
    case 'ready': {
      const { file, sizeBytes, loadMs } = opened.value;
      return (
        <p className={classes.hint} role="status">
          <code>{file}</code> of the zip, {formatBytes(sizeBytes)}, opened in {formatMilliseconds(loadMs)} by
          transformers.js. It answers beside the studio’s best checkpoint.
        </p>
      );
    }
  }
}
