import { Select } from '@mantine/core';
import type { Task } from '../../core/contract/task';
import { type Preset, presetNeeds, PRESETS } from '../../core/recipe/presets';
import classes from './setup.module.css';

interface PresetSelectProps {
  readonly task: Task;
  /** null: the person's own values. */
  readonly presetId: string | null;
  /** False while the values follow the chosen model. */
  readonly isOwn: boolean;
  /** The chosen model as its preset may suggest it: Hub id, or "starter". */
  readonly modelSource: string | null;
  readonly onSelect: (presetId: string) => void;
}

function helpFor(preset: Preset | undefined, isOwn: boolean, modelSource: string | null): string {
  if (preset === undefined) {
    return isOwn
      ? 'Your own values. A preset sets all of them at once.'
      : 'The values that suit the chosen model. A preset sets all of them at once.';
  }
  const { suggestedModel, help } = preset;
  if (suggestedModel === null || suggestedModel === modelSource) return help;
  return `${help} Made for ${suggestedModel}; the chosen model is another.`;
}

/** Sets of hyper-parameters; those that need what is not there yet say what. */
export function PresetSelect({ task, presetId, isOwn, modelSource, onSelect }: PresetSelectProps) {
  const preset = PRESETS.find(({ id }) => id === presetId);
  return (
    <Select
      label="Preset"
      placeholder={isOwn ? 'Own values' : 'Suited to the model'}
      classNames={{ option: classes.presetOption ?? '' }}
      description={helpFor(preset, isOwn, modelSource)}
      inputWrapperOrder={['label', 'input', 'description']}
      value={presetId}
      maxDropdownHeight={420}
      data={PRESETS.filter((entry) => entry.task === task).map((entry) => ({
        value: entry.id,
        label: entry.label,
        disabled: presetNeeds(entry) !== null,
      }))}
      renderOption={({ option }) => <PresetOption id={option.value} />}
      onChange={(id) => {
        if (id !== null) onSelect(id);
      }}
    />
  );
}

function PresetOption({ id }: { readonly id: string }) {
  const preset = PRESETS.find((entry) => entry.id === id);
  if (preset === undefined) return null;
  const needs = presetNeeds(preset);
  return (
    <div className={classes.option} data-off={needs !== null || undefined}>
      <span className={classes.optionName}>{preset.label}</span>
      <span className={classes.optionHelp}>{preset.help}</span>
      {needs === null ? null : <span className={classes.optionNeeds}>Not yet: {needs}</span>}
    </div>
  );
}
