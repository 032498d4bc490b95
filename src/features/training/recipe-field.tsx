import { Select, Switch } from '@mantine/core';
import { useId } from 'react';
import type { Descriptor } from '../../core/recipe/descriptors';
import type { Task } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import { argumentName } from '../../core/recipe/recipe-file';
import { Help } from '../../ui/help';
import { NumberField } from './number-field';
import classes from './recipe-form.module.css';

interface RecipeFieldProps {
  readonly task: Task;
  readonly descriptor: Descriptor;
  readonly value: Recipe[keyof Recipe];
  /** False where another choice makes this one meaningless. */
  readonly enabled: boolean;
  /** What a share of the run comes to: "75 steps". */
  readonly note?: string | undefined;
  readonly onChange: (value: string | number | boolean | null) => void;
}

/** One hyper-parameter, drawn from its descriptor: label, help, TrainingArguments' name, control. */
export function RecipeField({ task, descriptor, value, enabled, note, onChange }: RecipeFieldProps) {
  const id = useId();
  const nameId = `${id}-name`;
  return (
    <div className={classes.field}>
      <div className={classes.fieldHead}>
        <label htmlFor={id}>{descriptor.label}</label>
        <Help about={descriptor.label}>{descriptor.help}</Help>
      </div>
      <Control
        task={task}
        descriptor={descriptor}
        id={id}
        nameId={nameId}
        value={value}
        enabled={enabled}
        onChange={onChange}
      />
      <p id={nameId} className={classes.name}>
        <code>{argumentName(descriptor.key)}</code>
        {note === undefined ? null : <span> · {note}</span>}
      </p>
    </div>
  );
}

interface ControlProps extends Omit<RecipeFieldProps, 'note'> {
  readonly id: string;
  readonly nameId: string;
}

function Control({ task, descriptor, id, nameId, value, enabled, onChange }: ControlProps) {
  switch (descriptor.kind) {
    case 'number':
      return (
        <NumberField
          id={id}
          descriptor={descriptor}
          value={typeof value === 'number' ? value : null}
          disabled={!enabled}
          describedBy={nameId}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          id={id}
          aria-describedby={nameId}
          data={descriptor.options.filter((option) => option.task === undefined || option.task === task)}
          value={String(value)}
          disabled={!enabled}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <Switch
          id={id}
          aria-describedby={nameId}
          className={classes.switch}
          checked={value === true}
          disabled={!enabled}
          onLabel="on"
          offLabel="off"
          size="md"
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
  }
}
