import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Confirm } from './confirm';
import { DataTable } from './data-table';
import { EditableTitle } from './editable-title';
import { FailureCard } from './failure-card';
import { FileDrop } from './file-drop';
import { NextStep } from './next-step';
import { OperationProgress } from './operation-progress';
import { Pager } from './pager';
import { renderUi } from './testing/render-ui';

describe('EditableTitle', () => {
  it('saves on Enter, trimmed, and gives up on Escape', async () => {
    const user = userEvent.setup();
    const onSave = vi.fn<(value: string) => void>();
    renderUi(<EditableTitle value="Titles" label="Dataset name" onSave={onSave} />);
    await user.click(screen.getByRole('button', { name: 'Titles: rename' }));
    await user.clear(screen.getByRole('textbox', { name: 'Dataset name' }));
    await user.type(screen.getByRole('textbox', { name: 'Dataset name' }), '  Headlines {Enter}');
    expect(onSave).toHaveBeenCalledExactlyOnceWith('Headlines');

    await user.click(screen.getByRole('button', { name: 'Titles: rename' }));
    await user.type(screen.getByRole('textbox', { name: 'Dataset name' }), 'x{Escape}');
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    expect(onSave).toHaveBeenCalledTimes(1);
  });

  it('keeps the old name when the field is emptied', async () => {
    const user = userEvent.setup();
    const onSave = vi.fn<(value: string) => void>();
    renderUi(<EditableTitle value="Titles" label="Dataset name" onSave={onSave} />);
    await user.click(screen.getByRole('button', { name: 'Titles: rename' }));
    await user.clear(screen.getByRole('textbox', { name: 'Dataset name' }));
    await user.tab();
    expect(onSave).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Titles: rename' })).toBeVisible();
  });
});

describe('FileDrop', () => {
  const dropped = (files: File[]) => ({
    dataTransfer: { files, items: files.map(() => ({ webkitGetAsEntry: () => null })) },
  });

  it('takes chosen files', async () => {
    const onFiles = vi.fn<(files: File[]) => void>();
    renderUi(<FileDrop title="Drop" label="Choose files" multiple onFiles={onFiles} />);
    const files = [new File(['a'], 'a.csv'), new File(['b'], 'b.csv')];
    await userEvent.upload(screen.getByLabelText('Choose files (file field)'), files);
    expect(onFiles).toHaveBeenCalledExactlyOnceWith(files);
  });

  it('takes dropped files, one where one is asked for', async () => {
    const onFiles = vi.fn<(files: File[]) => void>();
    renderUi(<FileDrop title="Drop here" label="Choose a file" onFiles={onFiles} />);
    const files = [new File(['a'], 'a.csv'), new File(['b'], 'b.csv')];
    fireEvent.drop(screen.getByText('Drop here'), dropped(files));
    await vi.waitFor(() => expect(onFiles).toHaveBeenCalledExactlyOnceWith([files[0]]));
  });

  it('takes nothing while disabled', async () => {
    const onFiles = vi.fn<(files: File[]) => void>();
    renderUi(<FileDrop title="Drop here" label="Choose a file" disabled onFiles={onFiles} />);
    fireEvent.drop(screen.getByText('Drop here'), dropped([new File(['a'], 'a.csv')]));
    await Promise.resolve();
    expect(onFiles).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Choose a file' })).toBeDisabled();
  });
});

describe('FailureCard', () => {
  it('says what happened, what to do, and the code', async () => {
    const onDismiss = vi.fn<() => void>();
    renderUi(
      <FailureCard
        subject="titles.csv"
        failure={{ code: 'DATA_EMPTY_FILE', details: { file: 'titles.csv' } }}
        onDismiss={onDismiss}
      />,
    );
    const card = screen.getByRole('alert');
    expect(card).toHaveTextContent('titles.csv: the file is empty');
    expect(card).toHaveTextContent('DATA_EMPTY_FILE');
    await userEvent.click(within(card).getByRole('button', { name: 'Dismiss: The file is empty' }));
    expect(onDismiss).toHaveBeenCalledOnce();
  });
});

it('a failure keeps the capitals of a name', () => {
  const failure = { code: 'WASM_UNAVAILABLE', details: {} } as const;
  renderUi(<FailureCard subject="Try again" failure={failure} />);
  expect(screen.getByRole('alert')).toHaveTextContent('Try again: WebAssembly is not available');
});

describe('OperationProgress', () => {
  it('tells the time left by the pace of this time, not of the one before', () => {
    const clock = vi.spyOn(performance, 'now');
    const at = (done: number) => (
      <OperationProgress
        name="x"
        progress={{ operationId: 'o', stage: 'writing', done, total: 100, unit: 'rows' }}
      />
    );
    clock.mockReturnValue(0);
    const { rerender } = renderUi(at(0));
    clock.mockReturnValue(2_000);
    rerender(at(50));
    expect(screen.getByText(/2\s?s left/)).toBeVisible();
    rerender(<OperationProgress name="x" progress={null} />);
    clock.mockReturnValue(100_000);
    rerender(at(0));
    clock.mockReturnValue(102_000);
    rerender(at(50));
    expect(screen.getByText(/2\s?s left/)).toBeVisible();
    clock.mockRestore();
  });

  it('shows stage, figures and share, and can be cancelled', async () => {
    const onCancel = vi.fn<() => void>();
    renderUi(
      <OperationProgress
        name="bert-base"
        progress={{
          operationId: 'o',
          stage: 'downloading',
          done: 25_000_000,
          total: 100_000_000,
          unit: 'bytes',
        }}
        onCancel={onCancel}
      />,
    );
    expect(screen.getByRole('progressbar', { name: 'Downloading: bert-base' })).toHaveAttribute(
      'aria-valuenow',
      '25',
    );
    expect(screen.getByText(/25\.0 MB of 100 MB/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel: Downloading: bert-base' }));
    expect(onCancel).toHaveBeenCalledOnce();
  });

  it('has no value while nothing is known', () => {
    renderUi(<OperationProgress name="x" progress={null} />);
    expect(screen.getByRole('progressbar', { name: 'Starting: x' })).not.toHaveAttribute('aria-valuenow');
  });
});

describe('Confirm', () => {
  it('begins on the harmless answer and does the deed only when told', async () => {
    const onConfirm = vi.fn<() => void>();
    const onClose = vi.fn<() => void>();
    renderUi(
      <Confirm opened title="Delete it?" confirmLabel="Delete" onConfirm={onConfirm} onClose={onClose}>
        Gone for good.
      </Confirm>,
    );
    await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Keep it' })).toHaveFocus());
    await userEvent.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(onConfirm).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(onConfirm).toHaveBeenCalledOnce();
    expect(onClose).toHaveBeenCalledTimes(2);
  });
});

describe('NextStep', () => {
  it('is a link, or says what is missing', () => {
    const { rerender } = renderUi(
      <NextStep href="#/labels" label="Continue">
        All set.
      </NextStep>,
    );
    expect(screen.getByRole('link', { name: 'Continue' })).toHaveAttribute('href', '#/labels');
    rerender(<NextStep href="#/labels" label="Continue" blocked="Choose a column." />);
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Continue' })).toBeDisabled();
    expect(screen.getByText('Choose a column.')).toBeVisible();
  });
});

describe('DataTable and Pager', () => {
  it('has rows with row headers and full texts in titles', () => {
    renderUi(
      <DataTable
        caption="Things"
        rows={[{ name: 'a', text: 'a long text' }]}
        rowKey={(row) => row.name}
        columns={[
          { key: 'name', header: 'Name', rowHeader: true, cell: (row) => row.name },
          { key: 'text', header: 'Text', cell: () => 'a …', text: (row) => row.text },
        ]}
      />,
    );
    const table = screen.getByRole('table', { name: 'Things' });
    expect(within(table).getByRole('rowheader', { name: 'a' })).toBeVisible();
    expect(within(table).getByTitle('a long text')).toHaveTextContent('a …');
  });

  it('pages to the last row and no further', async () => {
    const onChange = vi.fn<(offset: number) => void>();
    const { rerender } = renderUi(<Pager label="rows" offset={0} size={6} total={13} onChange={onChange} />);
    expect(screen.getByRole('button', { name: 'Previous page' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(onChange).toHaveBeenCalledExactlyOnceWith(6);
    rerender(<Pager label="rows" offset={12} size={6} total={13} onChange={onChange} />);
    expect(screen.getByText('13–13 of 13')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();
    rerender(<Pager label="rows" offset={0} size={6} total={6} onChange={onChange} />);
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  });
});
