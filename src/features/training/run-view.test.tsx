import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import type { ChartSeries } from '../../state/metric-series';
import { exampleRun } from '../../state/testing/example-run';
import { RunView, type RunViewProps } from './run-view';

function curve(key: ChartSeries['key'], ...values: number[]): ChartSeries {
  return { key, steps: values.map((_, i) => i + 1), values, last: values.at(-1) ?? null };
}

function show(patch: Partial<RunViewProps> = {}): RunViewProps {
  const props: RunViewProps = {
    run: exampleRun(),
    pending: null,
    isElsewhere: false,
    isBlocked: false,
    warnings: [],
    curves: {
      loss: curve('train/loss', 0.7, 0.5),
      evalLoss: curve('eval/loss'),
      gradNorm: curve('train/grad_norm', 2, 1.5),
      learningRate: curve('train/learning_rate', 5e-5),
      scores: [curve('eval/f1_macro'), curve('eval/accuracy')],
    },
    onPause: vi.fn<RunViewProps['onPause']>(),
    onResume: vi.fn<RunViewProps['onResume']>(),
    onStop: vi.fn<RunViewProps['onStop']>(),
    onCheckpoint: vi.fn<RunViewProps['onCheckpoint']>(),
    onRename: vi.fn<RunViewProps['onRename']>(),
    onResumeRun: vi.fn<RunViewProps['onResumeRun']>(),
    onCopySettings: vi.fn<RunViewProps['onCopySettings']>(),
    onNewRun: vi.fn<RunViewProps['onNewRun']>(),
    onDismissWarning: vi.fn<RunViewProps['onDismissWarning']>(),
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <RunView {...props} />
    </MantineProvider>,
  );
  return props;
}

describe('a running run', () => {
  test('shows how far it is and its newest figures', () => {
    show();
    expect(screen.getByRole('progressbar', { name: 'Training' })).toHaveAttribute('aria-valuenow', '83');
    const progress = screen.getByRole('region', { name: 'Progress' });
    for (const text of [
      'step 250 of 300',
      'about 20 s left',
      '0.5000',
      '5.0e-5',
      '2.50',
      '4,000',
      '1 min 40 s',
    ]) {
      expect(progress).toHaveTextContent(text);
    }
    expect(progress).toHaveTextContent('WebGPU on test adapter');
  });

  test('can be paused, saved and stopped', async () => {
    const props = show();
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save now' }));
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(props.onPause).toHaveBeenCalledOnce();
    expect(props.onCheckpoint).toHaveBeenCalledOnce();
    expect(props.onStop).toHaveBeenCalledOnce();
  });

  test('waits for what was asked', () => {
    show({ pending: 'stop' });
    expect(screen.getByText('Stopping at the end of this step.')).toBeVisible();
    for (const name of ['Pause', 'Save now', 'Stop'])
      expect(screen.getByRole('button', { name })).toBeDisabled();
  });

  test('gives advice that can be dismissed', async () => {
    const { onDismissWarning } = show({ warnings: [{ code: 'LOSS_FLAT', details: { steps: 200 } }] });
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss: The loss does not move' }));
    expect(onDismissWarning).toHaveBeenCalledWith('LOSS_FLAT');
  });

  test('lists its evaluations, newest first, the best marked', () => {
    show();
    const rows = within(screen.getByRole('table', { name: 'Evaluations by step' })).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'StepEpochLossAccuracyF1 macroF1 weightedTook',
      '200★ best2.000.100090.0\u00a0%90.0\u00a0%90.0\u00a0%2\u00a0s',
      '1001.000.300070.0\u00a0%70.0\u00a0%70.0\u00a0%2\u00a0s',
    ]);
  });
});

describe('a run that is not training', () => {
  test('paused: resumes', async () => {
    const run = exampleRun({ status: 'paused' });
    const { onResume } = show({ run: { ...run, progress: { ...run.progress, step: 200 } } });
    expect(screen.getByRole('status')).toHaveTextContent('Paused at step 200A checkpoint is written');
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(onResume).toHaveBeenCalledOnce();
  });

  test('paused by a full disk: nothing promises that the tab may be closed', () => {
    const run = exampleRun({ status: 'paused' });
    show({ run });
    const status = screen.getByRole('status');
    expect(status).toHaveTextContent('Paused at step 250, not saved');
    expect(status).toHaveTextContent('closing it goes back to step 200');
    expect(status).not.toHaveTextContent('A checkpoint is written');
  });

  test('paused by a full disk before the first checkpoint', () => {
    show({ run: exampleRun({ status: 'paused', checkpoints: [] }) });
    expect(screen.getByRole('status')).toHaveTextContent('closing it begins again from the start');
  });

  test('completed: says the best and what comes next', () => {
    show({ run: exampleRun({ status: 'completed' }) });
    expect(screen.getByRole('status')).toHaveTextContent(
      'Best on the validation rows: Loss 0.1000 at step 200',
    );
    expect(screen.getByRole('link', { name: 'Evaluate' })).toHaveAttribute('href', '#/evaluate/r1');
    expect(screen.queryByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
  });

  test('failed: code, and resume from the last checkpoint', async () => {
    const failure = { code: 'GPU_OUT_OF_MEMORY', details: {} } as const;
    const { onResumeRun } = show({ run: exampleRun({ status: 'failed', failure }) });
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('GPU_OUT_OF_MEMORY');
    await userEvent.click(within(alert).getByRole('button', { name: 'Resume from step 200' }));
    expect(onResumeRun).toHaveBeenCalledOnce();
  });

  test('failed without a checkpoint: only the settings are left', async () => {
    const failure = { code: 'RUN_DIVERGED', details: {} } as const;
    const { onCopySettings } = show({ run: exampleRun({ status: 'failed', failure, checkpoints: [] }) });
    expect(screen.queryByRole('button', { name: /Resume/ })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Use these settings again' }));
    expect(onCopySettings).toHaveBeenCalledOnce();
  });

  test('interrupted by a reload: names the checkpoint it goes on from', () => {
    show({ run: exampleRun({ status: 'stopped' }) });
    expect(screen.getByRole('status')).toHaveTextContent('Interrupted at step 250 of 300');
    expect(screen.getByRole('status')).toHaveTextContent('from the checkpoint at step 200');
    expect(screen.getByRole('button', { name: 'Resume from step 200' })).toBeEnabled();
  });

  test('stopped by the person: nothing is missing', () => {
    const run = exampleRun({ status: 'stopped' });
    show({ run: { ...run, progress: { ...run.progress, step: 200 } } });
    expect(screen.getByRole('status')).toHaveTextContent('Stopped at step 200 of 300');
  });

  test('while another run has the device it cannot be resumed', () => {
    show({ run: exampleRun({ status: 'stopped' }), isBlocked: true });
    expect(screen.queryByRole('button', { name: /Resume/ })).not.toBeInTheDocument();
  });

  test('trained by another tab: shown, not touched', () => {
    show({ isElsewhere: true });
    expect(screen.getByText('Another tab is training this run')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Stop' })).not.toBeInTheDocument();
  });
});
