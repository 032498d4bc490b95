import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import type { DeviceReport, RunSpec } from '../../core/contract/run';
import { deviceCaveat, deviceName } from './device-text';
import classes from './setup.module.css';

type Choice = RunSpec['backend'];

interface BackendChoiceProps {
  readonly backend: Choice;
  /** Where the last measurement ran; null before the first. */
  readonly device: DeviceReport | null;
  /** Whether this browser has WebGPU at all. */
  readonly hasWebGpu: boolean;
  readonly onChange: (backend: Choice) => void;
}

const OPTIONS: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
];

function explain(backend: Choice, hasWebGpu: boolean): string {
  if (backend === 'wasm') return 'On the processor. Works everywhere; slower than a graphics card.';
  if (backend === 'webgpu') {
    return hasWebGpu
      ? 'On the graphics card, or not at all: where it cannot be used, the run does not begin.'
      : 'This browser offers no WebGPU: choose “Automatic” or WASM.';
  }
  if (!hasWebGpu)
    return 'This browser offers no WebGPU, so training runs on the processor (WASM): slower, same results.';
  return 'On the graphics card through WebGPU; on the processor (WASM) if that cannot be used.';
}

/** Where to compute, and in one sentence what that means here. */
export function BackendChoice({ backend, device, hasWebGpu, onChange }: BackendChoiceProps) {
  const labelId = useId();
  const caveat = device === null ? null : deviceCaveat(device);
  return (
    <div className={classes.backend}>
      <span id={labelId} className={classes.fieldLabel}>
        Compute on
      </span>
      <SegmentedControl
        aria-labelledby={labelId}
        data={[...OPTIONS]}
        value={backend}
        onChange={(value) => onChange(OPTIONS.find((option) => option.value === value)?.value ?? 'auto')}
      />
      <p className={classes.hint}>
        {explain(backend, hasWebGpu)}
        {device === null ? null : ` Measured on ${deviceName(device)}.`}
        {caveat === null ? null : ` ${caveat}`}
      </p>
    </div>
  );
}
