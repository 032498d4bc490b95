import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Plan } from '../../core/contract/api';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';
import { exampleRun } from '../../state/testing/example-run';
import { SetupView, type SetupViewProps } from './setup-view';

const { spec, device } = exampleRun();
const PLAN: Plan = {
  parameterCount: 22_713_986,
  trainableCount: 1_703_600,
  totalSteps: 300,
  stepsPerEpoch: 100,
  warmupSteps: 30,
  memory: { weights: 90e6, gradients: 7e6, optimizer: 14e6, activations: 40e6 },
  checkpointBytes: 1e8,
  warnings: [{ code: 'WARMUP_TOO_LONG', details: { warmupSteps: 500, totalSteps: 300 } }],
};

function show(patch: Partial<SetupViewProps> = {}): SetupViewProps {
  const props: SetupViewProps = {
    block: null,
    task: 'text-classification',
    datasetName: 'mails',
    modelName: 'MiniLM',
    modelSource: 'starter',
    presetId: null,
    backend: 'auto',
    hasWebGpu: true,
    recipe: PRETRAINED_RECIPE,
    recipeIsOwn: false,
    prepared: { status: 'ready', value: spec.data },
    plan: { status: 'ready', value: PLAN },
    probe: { status: 'idle' },
    fileName: (fileId) => `${fileId}.conll`,
    device: null,
    starting: false,
    onSelectPreset: vi.fn<SetupViewProps['onSelectPreset']>(),
    onBackend: vi.fn<SetupViewProps['onBackend']>(),
    onRecipe: vi.fn<SetupViewProps['onRecipe']>(),
    onResetRecipe: vi.fn<SetupViewProps['onResetRecipe']>(),
    onRecipeFile: vi.fn<SetupViewProps['onRecipeFile']>(),
    onMeasure: vi.fn<SetupViewProps['onMeasure']>(),
    onCancelMeasure: vi.fn<SetupViewProps['onCancelMeasure']>(),
    onRetry: vi.fn<SetupViewProps['onRetry']>(),
    onTrain: vi.fn<SetupViewProps['onTrain']>(),
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <SetupView {...props} />
    </MantineProvider>,
  );
  return props;
}

test.each([
  ['no-dataset', 'Add data', '#/data'],
  ['no-columns', 'Choose the columns', '#/data'],
  ['no-model', 'Choose a model', '#/model'],
] as const)('%s: says what comes first', (block, action, href) => {
  show({ block });
  expect(screen.getByRole('link', { name: action })).toHaveAttribute('href', href);
  expect(screen.queryByRole('button', { name: 'Train' })).not.toBeInTheDocument();
});

test('shows the plan with its advice, and trains', async () => {
  const { onTrain } = show();
  const plan = screen.getByRole('region', { name: 'Before you start' });
  expect(plan).toHaveTextContent('22.7 M');
  expect(plan).toHaveTextContent('1.7 M (7.5 %)');
  expect(plan).toHaveTextContent('151 MB');
  expect(plan).toHaveTextContent('The warm-up is longer than the run');
  await userEvent.click(screen.getByRole('button', { name: 'Train' }));
  expect(onTrain).toHaveBeenCalledOnce();
});

test('says which sentences lose words, and how many of them are listed', async () => {
  const { splits } = spec.data;
  const cut = [
    { fileId: 'f1', row: 3, words: 140, kept: 97 },
    { fileId: 'f2', row: 1_204, words: 99, kept: 98 },
  ];
  const data = { ...spec.data, splits: { ...splits, train: { ...splits.train, truncated: 5, cut } } };
  show({ task: 'token-classification', prepared: { status: 'ready', value: data } });
  await userEvent.click(screen.getByText('Which sentences lose words'));
  const table = screen.getByRole('table', { name: 'Sentences that lose words' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(
    rows.map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ),
  ).toEqual([
    ['3', 'f1.conll', 'Training', '97 of 140'],
    ['1,204', 'f2.conll', 'Training', '98 of 99'],
  ]);
  expect(screen.getByText(/^The first 2 of 5\./)).toBeVisible();
});

test('where nothing is cut, nothing is listed', () => {
  show();
  expect(screen.queryByText('Which sentences lose words')).not.toBeInTheDocument();
});

test('measures the time on demand and names the device', async () => {
  const { onMeasure } = show();
  await userEvent.click(screen.getByRole('button', { name: 'Measure the time' }));
  expect(onMeasure).toHaveBeenCalledOnce();
});

test('shows what was measured', () => {
  if (device === null) throw new Error('the example has a device');
  const probe = { device, stepMs: 412, evalBatchMs: 100, seconds: 258, tokensPerSecond: 4100 };
  show({ probe: { status: 'ready', value: probe } });
  const time = screen.getByRole('group', { name: 'Time on this device' });
  expect(time).toHaveTextContent('About 4 min 18 s');
  expect(time).toHaveTextContent('4,100 tokens/s');
  expect(time).toHaveTextContent('WebGPU on test adapter');
});

test('a failed preparation says why, and Train waits', async () => {
  const failure = { code: 'DATA_ONE_LABEL', details: { label: 'ham' } } as const;
  const { onRetry } = show({ block: 'failed', prepared: { status: 'failed', failure } });
  const alert = screen.getByRole('alert');
  expect(alert).toHaveTextContent('DATA_ONE_LABEL');
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
  expect(screen.getByRole('button', { name: 'Train' })).toBeDisabled();
});

test('a preset that needs what is not there says so and cannot be chosen', async () => {
  const { onSelectPreset } = show();
  await userEvent.click(screen.getByRole('combobox', { name: 'Preset' }));
  const clickbait = screen.getByRole('option', { name: /Clickbait titles/ });
  expect(clickbait).toHaveTextContent('Not yet: needs ALBERT models, which are not there yet');
  await userEvent.click(clickbait);
  expect(onSelectPreset).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('option', { name: /Quick look/ }));
  expect(onSelectPreset).toHaveBeenCalledWith('quick-look');
});

test('offers the presets of the task', async () => {
  const { onSelectPreset } = show({ task: 'token-classification' });
  await userEvent.click(screen.getByRole('combobox', { name: 'Preset' }));
  expect(screen.queryByRole('option', { name: /Quick look/ })).not.toBeInTheDocument();
  expect(screen.getByRole('option', { name: /Tweets, last layer/ })).toBeInTheDocument();
  expect(onSelectPreset).not.toHaveBeenCalled();
});

test('says it when the browser has no WebGPU, or the device fell back', async () => {
  const { onBackend } = show({
    hasWebGpu: false,
    device: {
      backend: 'wasm',
      adapter: '',
      software: false,
      threads: 4,
      simd: true,
      fallback: { code: 'GPU_UNAVAILABLE', details: {} },
    },
  });
  expect(screen.getByText(/This browser offers no WebGPU/)).toHaveTextContent(
    'Measured on WASM, 4 threads, SIMD.',
  );
  expect(screen.getByText(/WebGPU was wished, WASM is used/)).toBeVisible();
  await userEvent.click(screen.getByRole('radio', { name: 'WASM' }));
  expect(onBackend).toHaveBeenCalledWith('wasm');
});

test('a recipe file goes to the reader', async () => {
  const { onRecipeFile } = show();
  const file = new File(['{}'], 'recipe.json', { type: 'application/json' });
  await userEvent.upload(screen.getByLabelText('Load recipe (file field)'), file);
  expect(onRecipeFile).toHaveBeenCalledWith(file);
});
