import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { exampleEvaluation, exampleRun } from '../../state/testing/example-run';
import { exampleTokenRun } from '../../state/testing/example-token-run';
import { ExportView, type ExportViewProps } from './export-view';

function show(patch: Partial<ExportViewProps> = {}): ExportViewProps {
  const props: ExportViewProps = {
    run: exampleRun({ status: 'completed' }),
    model: null,
    picker: null,
    job: { status: 'idle' },
    proof: { status: 'idle' },
    isDownloaded: false,
    certificate: null,
    blocked: null,
    onExport: vi.fn<ExportViewProps['onExport']>(),
    onCancel: vi.fn<ExportViewProps['onCancel']>(),
    onSave: vi.fn<ExportViewProps['onSave']>(),
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <ExportView {...props} />
    </MantineProvider>,
  );
  return props;
}

test('says what the zip will hold and what the card will state', async () => {
  const { onExport } = show();
  const files = screen.getByRole('list', { name: 'Files in the zip' });
  expect(
    within(files)
      .getAllByRole('listitem')
      .map((item) => item.querySelector('code')?.textContent),
  ).toEqual([
    'README.md',
    'certificate.json',
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'special_tokens_map.json',
    'vocab.txt',
    'trainer_state.json',
    'recipe.json',
    'model.safetensors',
    'onnx/model.onnx',
    'onnx/model_fp16.onnx',
    'onnx/model_quantized.onnx',
  ]);
  const card = screen.getByRole('region', { name: 'Model card' });
  expect(card).toHaveTextContent('20 validation rows, step 200');
  expect(card).toHaveTextContent('not stated by the base model');
  await userEvent.click(screen.getByRole('button', { name: 'Export the best model, step 200' }));
  expect(onExport).toHaveBeenCalledOnce();
});

test('the card states the test rows where they were scored', () => {
  const run = exampleRun();
  show({ run: { ...run, evaluations: [...run.evaluations, exampleEvaluation(200, 16, { split: 'test' })] } });
  expect(screen.getByRole('region', { name: 'Model card' })).toHaveTextContent('20 test rows, step 200');
});

test('writing shows how far it is and can be cancelled', async () => {
  const progress = { operationId: 'o', stage: 'writing', done: 45e6, total: 90e6, unit: 'bytes' } as const;
  const { onCancel } = show({ job: { status: 'pending', progress, previous: null } });
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50');
  await userEvent.click(screen.getByRole('button', { name: /^Cancel/ }));
  expect(onCancel).toHaveBeenCalledOnce();
});

const WRITTEN = {
  path: 'p',
  fileName: 'first-try.zip',
  sizeBytes: 91_300_000,
  step: 200,
  unmade: [],
  certificate: null,
};
const FAILED = { status: 'failed', failure: { code: 'DATA_NO_USABLE_ROWS', details: {} } } as const;

test.each([
  ['given up', { status: 'idle' } as const, false, 'Download', 'Written, kept in this browser’s storage.'],
  ['failed', FAILED, true, 'Download again', 'Written without a certificate, handed to your downloads.'],
])(
  'a written zip whose certificate was %s can be downloaded',
  async (_how, proof, isDownloaded, label, text) => {
    const { onSave } = show({ proof, isDownloaded, job: { status: 'ready', value: WRITTEN } });
    expect(screen.getByRole('status')).toHaveTextContent('first-try.zip, 91.3 MB');
    expect(screen.getByRole('status')).toHaveTextContent(text);
    expect(screen.getByRole('list', { name: 'Files in the zip' })).not.toHaveTextContent('certificate.json');
    await userEvent.click(screen.getByRole('button', { name: label }));
    expect(onSave).toHaveBeenCalledOnce();
  },
);

test('a zip that goes without a precision says which and why', () => {
  const failure = {
    code: 'EXPORT_BEYOND_HALF',
    details: { tensor: 'classifier.bias', value: 70_000 },
  } as const;
  show({
    job: { status: 'ready', value: { ...WRITTEN, unmade: [{ precision: 'float16', failure }] } },
    proof: { status: 'idle' },
  });
  const panel = screen.getByRole('region', { name: 'Take it home' });
  expect(panel).toHaveTextContent('The zip goes without ONNX f16');
  expect(panel).toHaveTextContent('“classifier.bias” holds 70,000; 16-bit floats end at 65,504');
  expect(screen.getByRole('list', { name: 'Files in the zip' })).not.toHaveTextContent('fp16');
});

test('a failed export keeps its code and can be tried again', () => {
  show({ job: { status: 'failed', failure: { code: 'STORAGE_FULL', details: {} } } });
  expect(screen.getByRole('alert')).toHaveTextContent('STORAGE_FULL');
  expect(screen.getByRole('button', { name: /^Export/ })).toBeEnabled();
});

test('without a checkpoint it says why it must wait', () => {
  show({ blocked: 'This run has no checkpoint yet.' });
  expect(screen.getByText('This run has no checkpoint yet.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: /^Export/ })).toBeDisabled();
});

test('the Python snippet names the folder after the run', () => {
  show({ run: exampleRun({ name: 'MiniLM on mails, lr 5e-5' }) });
  expect(screen.getByRole('region', { name: 'In Python' })).toHaveTextContent(
    'pipeline("text-classification", model="./minilm-on-mails-lr-5e-5")',
  );
});

test('a token classifier is asked for entities, its card names their types', () => {
  show({ run: exampleTokenRun({ name: 'Names' }) });
  expect(screen.getByRole('region', { name: 'In Python' })).toHaveTextContent(
    'pipeline("token-classification", model="./names", aggregation_strategy="first")',
  );
  const card = screen.getByRole('region', { name: 'Model card' });
  expect(card).toHaveTextContent('Entity typesPER, ORG, LOC');
  expect(card).toHaveTextContent('F180.3 %');
});
