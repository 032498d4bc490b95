import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { ONNX_FILES } from '../../core/contract/export';
import { StudioProvider } from '../../state/react';
import { loadStudio } from '../../state/store';
import { createReadyStudio, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { ExportPanel } from './export-panel';

const plain = (text: string | null): string => (text ?? '').replaceAll('\u00a0', ' ');

/** A studio whose run has been trained on titles. */
async function trained(): Promise<TestStudio> {
  const studio = await createReadyStudio();
  await studio.state().runs.start('First try');
  await studio.fake.run.emit({
    type: 'checkpoint',
    step: 20,
    checkpoint: { step: 20, folder: 'step-20', createdAt: 1, sizeBytes: 1000, resumable: true },
  });
  await studio.fake.run.transition({ type: 'complete' }, 20);
  return studio;
}

async function open(prepare: (studio: TestStudio) => void = () => undefined) {
  const studio = await trained();
  prepare(studio);
  renderUi(
    <StudioProvider studio={studio}>
      <ExportPanel />
    </StudioProvider>,
  );
  return studio;
}

const write = () => userEvent.click(screen.getByRole('button', { name: /^Export/ }));
const card = () => screen.getByRole('region', { name: 'Certificate' });
const format = (name: string) => within(card()).findByRole('listitem', { name });

beforeEach(() => {
  window.location.hash = '#/export';
});

test('before there is a zip it says what each file will have to keep to', async () => {
  await open();
  expect(plain(card().textContent)).toContain('asked about up to 200 rows');
  const bounds = [...card().querySelectorAll('dl > div')].map((row) => plain(row.textContent));
  expect(bounds).toEqual([
    'ONNX f32no logit off by more than 0.0001',
    'ONNX f16no logit off by more than 0.02',
    'ONNX int8accuracy within 1 point of the studio’s',
  ]);
  expect(within(card()).queryByRole('button')).not.toBeInTheDocument();
});

test('each file with its figures, its bound, and whether it kept to it', async () => {
  await open();
  await write();
  const int8 = await format('ONNX int8');
  expect(plain(int8.textContent)).toContain('Missed');
  const figures = (item: HTMLElement) =>
    [...item.querySelectorAll('dl > div')].map((row) => plain(row.textContent));
  expect(figures(int8)).toEqual([
    'Largest difference0.21',
    'Changed1 of 20',
    'Accuracy85.0 %5 points lower',
    'A text takes3.5 ms',
    'Size22.9 MB',
  ]);
  const float32 = await format('ONNX f32');
  expect(plain(float32.textContent)).toContain('Passed');
  expect(figures(float32)).toContain('Largest difference3.1e-6');
  expect(figures(float32)).toContain('Accuracy90.0 %as the studio');
  expect(figures(await format('transformers'))).toContain('Size90.5 MB');
  expect(plain(card().textContent)).toContain('ONNX int8 misses its bound; ONNX f32 and ONNX f16 passed.');
  expect(plain(card().textContent)).toContain('Compared on all 20 test rows at step 20.');
  expect(plain(card().textContent)).toContain(
    '@huggingface/transformers 4.3.1, onnxruntime-web 1.31.0 (WASM, 2 threads)',
  );
});

test('the changed predictions open with their rows', async () => {
  const studio = await open();
  await write();
  await userEvent.click(within(await format('ONNX int8')).getByRole('button', { name: /^1 of 20 changed/ }));
  const list = await screen.findByRole('list', { name: 'Changed predictions' });
  const item = await within(list).findByText('storm warning for the north coast');
  expect(item.closest('li')).toHaveTextContent('Row 6, titles.csv');
  expect(item.closest('li')).toHaveTextContent('no → yes');
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(studio.state().cases.rows.status).toBe('idle');
});

test('a row that is gone leaves the change itself readable', async () => {
  const studio = await open();
  await write();
  studio.fake.faults.failNext('readRows', 'DATA_CHANGED', { dataset: 'titles.csv' });
  await userEvent.click(within(await format('ONNX int8')).getByRole('button', { name: /^1 of 20 changed/ }));
  expect(await screen.findByRole('alert')).toHaveTextContent('DATA_CHANGED');
  expect(screen.getByRole('list', { name: 'Changed predictions' })).toHaveTextContent('no → yes');
});

test('the comparison shows how far it is; given up, it can be made later, on another device', async () => {
  const studio = await open(({ fake }) => fake.faults.hold('certify'));
  await write();
  const bar = await within(card()).findByRole('progressbar', { name: 'Checking: the ONNX files' });
  expect(bar).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Download/ })).not.toBeInTheDocument();
  await userEvent.click(within(card()).getByRole('button', { name: /^Cancel/ }));
  expect(await within(card()).findByText('Not compared')).toBeInTheDocument();
  expect(studio.browser.saved).toEqual([]);
  expect(screen.getByRole('button', { name: 'Download' })).toBeInTheDocument();
  studio.fake.faults.hold('certify')();
  await userEvent.click(within(card()).getByRole('radio', { name: 'WebGPU' }));
  await userEvent.click(within(card()).getByRole('button', { name: 'Compare now' }));
  expect(await format('ONNX f32')).toBeInTheDocument();
  expect(card()).toHaveTextContent('(WebGPU)');
  expect(within(card()).getByRole('button', { name: 'Compare again' })).toBeInTheDocument();
  expect(screen.getByText('Written and compared, kept in this browser’s storage.')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Download' }));
  expect(studio.browser.saved).toHaveLength(1);
  expect(screen.getByText('Written and compared, handed to your downloads.')).toBeInTheDocument();
});

test('a comparison that fails later leaves the certificate before it in the zip', async () => {
  const studio = await open();
  await write();
  await format('ONNX f32');
  studio.fake.faults.failNext('reference', 'GPU_OUT_OF_MEMORY');
  await userEvent.click(within(card()).getByRole('button', { name: 'Compare again' }));
  expect(await within(card()).findByRole('alert')).toHaveTextContent('GPU_OUT_OF_MEMORY');
  expect(card()).toHaveTextContent('still holds the certificate that was made before');
  expect(screen.getByText(/^Written with an earlier certificate/)).toBeInTheDocument();
  expect(screen.getByRole('list', { name: 'Files in the zip' })).toHaveTextContent('certificate.json');
});

test('a zip that was compared once more is another one than was downloaded', async () => {
  await open();
  await write();
  await screen.findByRole('button', { name: 'Download again' });
  await userEvent.click(within(card()).getByRole('button', { name: 'Compare again' }));
  expect(await screen.findByRole('button', { name: 'Download' })).toBeInTheDocument();
});

test('a comparison that failed keeps its code; the zip is downloaded without it', async () => {
  const studio = await open(({ fake }) => fake.faults.failNext('reference', 'GPU_OUT_OF_MEMORY'));
  await write();
  expect(await within(card()).findByRole('alert')).toHaveTextContent('GPU_OUT_OF_MEMORY');
  expect(card()).toHaveTextContent('its card has no certificate');
  expect(studio.browser.saved).toHaveLength(1);
  await userEvent.click(within(card()).getByRole('button', { name: 'Compare now' }));
  expect(await format('ONNX f32')).toBeInTheDocument();
});

test('a file that does not run here is a finding beside the others', async () => {
  const file = ONNX_FILES.float16;
  const failure = { code: 'EXPORT_UNOPENABLE', details: { file, reason: 'no kernel' } } as const;
  await open(({ fake }) => {
    fake.exported.formats = [{ outcome: 'failed', precision: 'float16', file, sizeBytes: 45e6, failure }];
  });
  await write();
  const float16 = await format('ONNX f16');
  expect(float16).toHaveTextContent('Does not run');
  expect(float16).toHaveTextContent('no kernel');
  expect(float16).toHaveTextContent('EXPORT_UNOPENABLE');
});

test('a precision that cannot be made is a finding beside the others', async () => {
  const failure = { code: 'EXPORT_BEYOND_HALF', details: { tensor: 'bias', value: 7e4 } } as const;
  await open(({ fake }) => {
    fake.run.unmade = [{ precision: 'float16', failure }];
  });
  await write();
  const float16 = await format('ONNX f16');
  expect(float16).toHaveTextContent('Not made');
  expect(float16).toHaveTextContent('EXPORT_BEYOND_HALF');
  expect(card()).toHaveTextContent('ONNX int8 misses its bound, ONNX f16 cannot be made; ONNX f32 passed.');
});

test('better weights than those of the zip are told', async () => {
  const studio = await open();
  await write();
  await format('ONNX f32');
  await studio.records.runs.update(studio.state().runs.items[0]?.id ?? '', {
    best: { step: 30, metric: 'loss', value: 0.1 },
  });
  await loadStudio(studio);
  expect(await within(card()).findByText(/better weights now, of step 30/)).toBeInTheDocument();
});
