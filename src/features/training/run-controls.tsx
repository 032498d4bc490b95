import { Button } from '@mantine/core';
import { IconDeviceFloppy, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { RunStatus } from '../../core/contract/run';
import type { OpenRun } from '../../state/slices/runs';

export interface RunActions {
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStop: () => void;
  readonly onCheckpoint: () => void;
}

interface RunControlsProps extends RunActions {
  readonly status: RunStatus;
  readonly pending: OpenRun['pending'];
}

/** Pause, resume, save and stop. Nothing is lost by any of them: pause and stop write a checkpoint. */
export function RunControls({ status, pending, onPause, onResume, onStop, onCheckpoint }: RunControlsProps) {
  const isWaiting = pending !== null;
  const isRunning = status === 'running';
  const isPaused = status === 'paused';
  return (
    <>
      {isPaused ? (
        <Button
          loading={pending === 'resume'}
          disabled={isWaiting}
          leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
          onClick={onResume}
        >
          Resume
        </Button>
      ) : (
        <Button
          variant="default"
          loading={pending === 'pause'}
          disabled={isWaiting || !isRunning}
          leftSection={<IconPlayerPause size={16} aria-hidden="true" />}
          onClick={onPause}
        >
          Pause
        </Button>
      )}
      <Button
        variant="default"
        loading={pending === 'checkpoint'}
        disabled={isWaiting || !isRunning}
        leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
        onClick={onCheckpoint}
      >
        Save now
      </Button>
      <Button
        variant="default"
        loading={pending === 'stop'}
        disabled={isWaiting || !(isRunning || isPaused)}
        leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
        onClick={onStop}
      >
        Stop
      </Button>
    </>
  );
}
