import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { Task } from '../../core/contract/task';
import { type LayoutId, LAYOUTS } from './column-roles';
import classes from './preview-table.module.css';

const TASKS: readonly { readonly value: Task; readonly label: string }[] = [
  { value: 'text-classification', label: 'Labels of texts' },
  { value: 'token-classification', label: 'Entities in texts' },
];
const WORD_LAYOUTS = ['lists', 'rows', 'spans'] as const;

interface LayoutPickerProps {
  readonly layout: LayoutId;
  readonly onTask: (task: Task) => void;
  readonly onLayout: (layout: LayoutId) => void;
}

/** What is to be learnt from the table, and how it is written there. */
export function LayoutPicker({ layout, onTask, onLayout }: LayoutPickerProps) {
  const { task } = LAYOUTS[layout];
  return (
    <div className={classes.layout}>
      <SegmentedControl
        size="xs"
        aria-label="What the model learns"
        value={task}
        data={[...TASKS]}
        onChange={(value) => {
          if (value !== task) onTask(value);
        }}
      />
      {task === 'token-classification' && (
        <NativeSelect
          size="xs"
          aria-label="How entities are written"
          value={layout}
          data={WORD_LAYOUTS.map((value) => ({ value, label: LAYOUTS[value].label }))}
          onChange={(event) => {
            const next = WORD_LAYOUTS.find((each) => each === event.currentTarget.value);
            if (next !== undefined) onLayout(next);
          }}
        />
      )}
    </div>
  );
}
