import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { StudioProvider } from '../../state/react';
import { loadStudio } from '../../state/store';
import { exampleRun } from '../../state/testing/example-run';
import { exampleTokenRun } from '../../state/testing/example-token-run';
import { studioWith, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { PlaygroundPanel } from './playground-panel';

async function open(
  run: ReturnType<typeof exampleRun>,
  isExported = true,
  prepare: (studio: TestStudio) => void = () => undefined,
) {
  const studio = await studioWith(run);
  prepare(studio);
  if (isExported) await studio.state().exports.exportRun(run.id);
  const { unmount } = renderUi(page(studio));
  return { ...studio, unmount };
}

const page = (studio: TestStudio) => (
  <StudioProvider studio={studio}>
    <PlaygroundPanel />
  </StudioProvider>
);

const done = exampleRun({ status: 'completed' });

beforeEach(() => {
  window.location.hash = '#/playground';
});

test('without a zip it says where one is made', async () => {
  await open(done, false);
  expect(screen.getByRole('link', { name: 'Export the model' })).toHaveAttribute('href', '#/export/r1');
  expect(screen.queryByRole('radiogroup', { name: 'Model' })).not.toBeInTheDocument();
});

test('the zip of an earlier visit is found', async () => {
  const first = await open(done);
  first.unmount();
  const later = first.reloaded();
  await loadStudio(later);
  renderUi(page(later));
  expect(await screen.findByRole('radio', { name: 'ONNX f16' })).toBeInTheDocument();
});

test('a chosen file answers beside the studio, with both times and what differs', async () => {
  await open(done);
  expect(screen.getByRole('radio', { name: 'As in the studio' })).toBeChecked();
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX int8' }));
  expect(await screen.findByText(/model_quantized/)).toBeInTheDocument();
  // The zip holds the best weights alone.
  expect(screen.getByRole('radio', { name: 'Best checkpoint' })).toBeChecked();
  expect(screen.getByRole('radio', { name: 'Newest' })).toBeDisabled();
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'even');
  await userEvent.click(screen.getByRole('button', { name: 'Classify' }));
  const exported = await screen.findByRole('region', { name: 'ONNX int8' });
  const figure = (side: HTMLElement) =>
    within(side).getByRole('meter', { name: 'yes' }).getAttribute('aria-valuenow');
  await within(exported).findByRole('meter', { name: 'yes' });
  const studio = screen.getByRole('region', { name: 'In the studio' });
  expect([figure(studio), figure(exported)]).toEqual(['0.9', '0.88']);
  expect(within(studio).getByRole('heading')).toHaveTextContent('In the studio6.0 ms');
  expect(within(exported).getByRole('heading')).toHaveTextContent('ONNX int83.5 ms');
  expect(screen.queryByRole('region', { name: 'Before fine-tuning' })).not.toBeInTheDocument();
  const statuses = screen.getAllByRole('status').map((status) => status.textContent);
  expect(statuses.join(' ').replaceAll('\u00a0', ' ')).toContain(
    'The same answer; scores differ by up to 2.0 points. ONNX int8 on WASM took 3.5 ms, the studio 6.0 ms.',
  );
});

test('entities of an exported file, and its tokens', async () => {
  await open(exampleTokenRun());
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX f32' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'Zachary works for Corvus');
  await userEvent.click(screen.getByRole('button', { name: 'Find entities' }));
  const exported = await screen.findByRole('region', { name: 'ONNX f32' });
  expect(await within(exported).findAllByRole('mark')).toHaveLength(2);
  expect(within(exported).getByRole('table', { name: 'Entities, ONNX f32' })).toBeInTheDocument();
  expect(screen.getByText(/The same 2/)).toBeInTheDocument();
  await userEvent.click(
    within(screen.getByRole('radiogroup', { name: 'Model of the token table' })).getByRole('radio', {
      name: 'ONNX f32',
    }),
  );
  expect(screen.getByRole('table', { name: 'Tokens' })).toHaveTextContent('zacha');
});

test('a precision that could not be made cannot be chosen', async () => {
  const failure = { code: 'EXPORT_BEYOND_HALF', details: {} } as const;
  await open(done, true, ({ fake }) => {
    fake.run.unmade = [{ precision: 'float16', failure }];
  });
  const models = within(screen.getByRole('radiogroup', { name: 'Model' })).getAllByRole('radio');
  expect(models.map((radio) => radio.getAttribute('value'))).toEqual(['studio', 'float32', 'int8']);
});

test('opening can be cancelled: the studio is asked alone', async () => {
  const studio = await open(done);
  studio.fake.faults.hold('openExport');
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX f32' }));
  expect(screen.getByRole('progressbar', { name: 'Opening onnx/model.onnx' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel: Opening onnx/model.onnx' }));
  expect(screen.getByRole('radio', { name: 'As in the studio' })).toBeChecked();
  expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
});

test('a file that does not open says why, and opens on another try', async () => {
  const studio = await open(done);
  studio.fake.faults.failNext('openExport', 'EXPORT_UNOPENABLE', {
    file: 'onnx/model_fp16.onnx',
    reason: 'no such kernel',
  });
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX f16' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('EXPORT_UNOPENABLE');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/model_fp16/)).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('leaving the screen frees the file; it is open again on return', async () => {
  const studio = await open(done);
  const client = studio.fake.inference;
  const [closed, opened] = [vi.spyOn(client, 'closeExport'), vi.spyOn(client, 'openExport')];
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX int8' }));
  expect(await screen.findByText(/model_quantized/)).toBeInTheDocument();
  studio.unmount();
  expect(closed).toHaveBeenCalledOnce();
  expect(studio.state().playground.opened).toEqual({ status: 'idle' });
  renderUi(page(studio));
  expect(await screen.findByText(/model_quantized/)).toBeInTheDocument();
  expect(screen.getByRole('radio', { name: 'ONNX int8' })).toBeChecked();
  expect(opened).toHaveBeenCalledTimes(2);
});

test('a text that was asked of the file before leaving is not waited for on return', async () => {
  const studio = await open(done);
  await userEvent.click(screen.getByRole('radio', { name: 'ONNX int8' }));
  const release = studio.fake.faults.hold('predict');
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'even');
  await userEvent.click(screen.getByRole('button', { name: 'Classify' }));
  expect(screen.getByText('Compared as soon as both have answered.')).toBeInTheDocument();
  studio.unmount();
  release();
  renderUi(page(studio));
  const exported = await screen.findByRole('region', { name: 'ONNX int8' });
  expect(await within(exported).findByText('Not asked.')).toBeInTheDocument();
  expect(screen.queryByText('Compared as soon as both have answered.')).not.toBeInTheDocument();
});
