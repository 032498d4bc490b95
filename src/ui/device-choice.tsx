/*
 * DeviceChoice: on what ONNX Runtime computes. `label` names it to who cannot see what stands beside it.
 */
import { SegmentedControl } from '@mantine/core';
import { INFERENCE_DEVICE_NAMES } from '../core/catalog/precisions';
import { type InferenceDevice, inferenceDeviceSchema } from '../core/contract/export';

export interface DeviceChoiceProps {
  readonly label: string;
  readonly device: InferenceDevice;
  readonly onChange: (device: InferenceDevice) => void;
}

export function DeviceChoice({ label, device, onChange }: DeviceChoiceProps) {
  return (
    <SegmentedControl<InferenceDevice>
      size="xs"
      aria-label={label}
      value={device}
      data={inferenceDeviceSchema.options.map((value) => ({ value, label: INFERENCE_DEVICE_NAMES[value] }))}
      onChange={onChange}
    />
  );
}
