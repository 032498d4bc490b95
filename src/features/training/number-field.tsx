import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { Descriptor } from '../../core/recipe/descriptors';
import classes from './recipe-form.module.css';
import { nudge, numberText, parseNumber } from './recipe-value';

interface NumberFieldProps {
  readonly id: string;
  readonly descriptor: Extract<Descriptor, { kind: 'number' }>;
  readonly value: number | null;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly onChange: (value: number | null) => void;
}

/**
 * A number as people type it, "5e-5" too. What cannot be taken stays in the field with the reason under it, and the
 * recipe keeps its last good value. Arrow keys move it by a step.
 */
export function NumberField({ id, descriptor, value, disabled, describedBy, onChange }: NumberFieldProps) {
  // The text while it is being typed: "1e" is on its way to "1e-4".
  const [draft, setDraft] = useState<{ text: string; of: number | null } | null>(null);
  const text = draft !== null && Object.is(draft.of, value) ? draft.text : numberText(value);
  const parsed = parseNumber(text, descriptor);

  function type(next: string): void {
    const result = parseNumber(next, descriptor);
    setDraft({ text: next, of: result.ok ? result.value : value });
    if (result.ok && !Object.is(result.value, value)) onChange(result.value);
  }

  function step(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const from = value ?? descriptor.min;
    type(numberText(nudge(from, event.key === 'ArrowUp' ? 1 : -1, descriptor)));
  }

  return (
    <TextInput
      id={id}
      role="spinbutton"
      inputMode={descriptor.integer ? 'numeric' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      disabled={disabled}
      aria-describedby={describedBy}
      aria-valuenow={value ?? undefined}
      aria-valuemin={descriptor.min}
      aria-valuemax={descriptor.max}
      placeholder={descriptor.nullLabel}
      rightSection={
        descriptor.unit === undefined ? null : <span className={classes.unit}>{descriptor.unit}</span>
      }
      rightSectionWidth={
        descriptor.unit === undefined ? undefined : `${descriptor.unit.length * 0.45 + 1.2}rem`
      }
      rightSectionPointerEvents="none"
      value={text}
      error={parsed.ok ? null : parsed.reason}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setDraft(null)}
      onKeyDown={step}
    />
  );
}
