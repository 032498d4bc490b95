/*
 * RunPicker: which run a screen is about. A select named "Run"; choosing one goes to its address in the same panel.
 * With a single run there is nothing to choose and nothing is drawn.
 */
import { Select } from '@mantine/core';
import { goTo } from './route';

export interface RunPickerProps {
  readonly panel: string;
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly runId: string;
}

export function RunPicker({ panel, runs, runId }: RunPickerProps) {
  if (runs.length < 2) return null;
  return (
    <Select
      aria-label="Run"
      w={280}
      maw="100%"
      value={runId}
      data={runs.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => goTo(panel, id)}
    />
  );
}
