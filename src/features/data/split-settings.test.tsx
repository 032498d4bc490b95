import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SplitSpec } from '../../core/contract/dataset';
import { SplitSettings } from './split-settings';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SPLIT: SplitSpec = { seed: 42, validationShare: 0.1, testShare: 0.2 };

const REPORT = {
  examples: { train: 70, validation: 10, test: 20 },
  origin: { train: 'share', validation: 'share', test: 'share' },
} as const;

function show() {
  const onChange = vi.fn<(split: SplitSpec) => void>();
  const view = (split: SplitSpec) => (
    <MantineProvider env="test">
      <SplitSettings split={split} report={REPORT} onChange={onChange} />
    </MantineProvider>
  );
  const { rerender } = render(view(SPLIT));
  const field = screen.getByRole('textbox', { name: 'Test share' });
  return {
    field,
    onChange,
    enter: (value: string) => fireEvent.change(field, { target: { value } }),
    saved: (split: SplitSpec) => rerender(view(split)),
    pass: (ms: number) =>
      act(() => {
        vi.advanceTimersByTime(ms);
      }),
  };
}

test('a share is saved a moment after it was typed', () => {
  const { enter, onChange, pass } = show();
  enter('3');
  pass(100);
  enter('30');
  pass(1000);
  expect(onChange.mock.calls).toEqual([[{ ...SPLIT, testShare: 0.3 }]]);
});

test('of a share that is too large nothing is saved, not its first digit either', () => {
  const { enter, onChange, pass } = show();
  enter('8');
  pass(100);
  enter('89');
  pass(1000);
  expect(screen.getByRole('alert')).toHaveTextContent('Keep their sum below 95 %');
  expect(onChange).not.toHaveBeenCalled();
});

test('what was saved of a share does not overwrite what is typed since', () => {
  const { field, enter, saved, pass } = show();
  enter('8');
  pass(1000);
  enter('89');
  saved({ ...SPLIT, testShare: 0.08 });
  expect(field).toHaveValue('89 %');
  expect(screen.getByRole('alert')).toBeInTheDocument();
});

test('a split that was changed elsewhere is shown', () => {
  const { field, saved } = show();
  saved({ ...SPLIT, testShare: 0.05 });
  expect(field).toHaveValue('5 %');
});
