import type { DeviceReport, RunRecord } from '../../core/contract/run';
import { formatCount, formatDuration, formatNumber } from '../../core/units';
import { Panel } from '../../ui/panel';
import { ProgressRow } from '../../ui/progress-row';
import { Stat, StatRow } from '../../ui/stat';
import classes from './run.module.css';
import { deviceCaveat, deviceName } from './device-text';

/** The newest point of each curve; null before the first. */
export interface LatestValues {
  readonly loss: number | null;
  readonly gradNorm: number | null;
  readonly learningRate: number | null;
}

interface RunProgressProps {
  readonly run: RunRecord;
  readonly latest: LatestValues;
  /** What was asked for and has not happened yet. */
  readonly waiting: string | null;
}

function phaseLabel({ status, progress }: RunRecord): string {
  if (status === 'opening' || status === 'ready') return 'Loading weights and data';
  if (status === 'paused') return 'Paused';
  if (status === 'completed') return 'Finished';
  if (status === 'stopped' || status === 'failed' || status === 'idle') return 'Trained so far';
  return {
    training: 'Training',
    evaluating: 'Evaluating on the validation rows',
    saving: 'Saving a checkpoint',
  }[progress.phase];
}

function shown(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}

function deviceNote(device: DeviceReport | null): string | undefined {
  if (device === null) return undefined;
  const caveat = deviceCaveat(device);
  return caveat === null ? deviceName(device) : `${deviceName(device)}. ${caveat}`;
}

/** How far the run is, how fast, and its newest figures. */
export function RunProgress({ run, latest, waiting }: RunProgressProps) {
  const { progress, status, device } = run;
  const { step, totalSteps, epoch, elapsedSeconds, tokensPerSecond } = progress;
  const isRunning = status === 'running';
  const isLoading = status === 'opening' || status === 'ready';
  const epochs = totalSteps > 0 && step > 0 ? (epoch / step) * totalSteps : null;
  return (
    <Panel title="Progress" description={waiting ?? undefined} footer={deviceNote(device)}>
      <div className={classes.progress}>
        <ProgressRow
          label={phaseLabel(run)}
          share={isLoading || totalSteps === 0 ? null : step / totalSteps}
          detail={`step ${formatCount(step)} of ${formatCount(totalSteps)}`}
          secondsLeft={isRunning ? progress.secondsLeft : null}
        />
        <StatRow label="Newest figures">
          <Stat label="Loss" value={shown(latest.loss)} />
          <Stat
            label="Gradient norm"
            value={shown(latest.gradNorm)}
            help="Length of the gradient before clipping. Large jumps mean unsteady training."
          />
          <Stat label="Learning rate" value={shown(latest.learningRate)} />
          <Stat
            label="Epoch"
            value={epoch.toFixed(2)}
            {...(epochs === null ? {} : { unit: `of ${formatNumber(Math.round(epochs * 100) / 100)}` })}
          />
          <Stat
            label="Speed"
            {...(tokensPerSecond === null
              ? { value: '–' }
              : { value: formatCount(Math.round(tokensPerSecond)), unit: 'tokens/s' })}
          />
          <Stat label="Time" value={formatDuration(elapsedSeconds)} />
        </StatRow>
      </div>
    </Panel>
  );
}
