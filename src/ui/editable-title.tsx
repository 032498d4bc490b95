/*
 * EditableTitle: a name that can be changed in place. A button until pressed; then a text field named `label`.
 * Enter or leaving saves (trimmed, if not empty and changed), Escape gives up.
 */
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import classes from './editable-title.module.css';

export interface EditableTitleProps {
  readonly value: string;
  /** What the field is called: "Dataset name". */
  readonly label: string;
  readonly onSave: (value: string) => void;
}

export function EditableTitle({ value, label, onSave }: EditableTitleProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  function close(refocus: boolean): void {
    setDraft(null);
    if (refocus) requestAnimationFrame(() => button.current?.focus());
  }
  function save(refocus: boolean): void {
    const next = draft?.trim() ?? '';
    close(refocus);
    if (next !== '' && next !== value) onSave(next);
  }

  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        className={classes.show}
        onClick={() => setDraft(value)}
        aria-label={`${value}: rename`}
        title={value}
      >
        <span className={classes.text}>{value}</span>
        <IconPencil className={classes.pencil} size={14} stroke={1.75} aria-hidden="true" />
      </button>
    );
  }
  return (
    <input
      className={classes.input}
      aria-label={label}
      value={draft}
      // The person asked for this field by pressing its button.
      ref={(field) => field?.focus()}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => save(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save(true);
        if (event.key === 'Escape') close(true);
      }}
    />
  );
}
