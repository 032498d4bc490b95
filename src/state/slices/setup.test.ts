import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PRETRAINED_RECIPE, SMALL_RECIPE } from '../../core/recipe/recipe';
import { valueOf } from '../remote';
import { chosenDataset, setupBlock, setupWarnings } from '../selectors';
import { loadStudio } from '../store';
import { createReadyStudio, createTestStudio, TITLES_CSV, type TestStudio } from '../testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const codes = ({ state }: TestStudio): string[] => state().notices.items.map(({ failure }) => failure.code);
const csv = (name: string, text: string = TITLES_CSV): File => new File([text], name);
const dataset = (studio: TestStudio) => {
  const chosen = chosenDataset(studio.state());
  if (chosen === null) throw new Error('no dataset is chosen');
  return chosen;
};

describe('set-up', () => {
  test('says what is missing until training can begin', async () => {
    const studio = createTestStudio();
    expect(setupBlock(studio.state())).toBe('no-dataset');
    await studio.state().datasets.create([csv('titles.csv')]);
    expect(setupBlock(studio.state())).toBe('no-model');
    await studio.state().models.load();
    expect(setupBlock(studio.state())).toBe('preparing');
    await vi.advanceTimersByTimeAsync(500);
    expect(setupBlock(studio.state())).toBeNull();
    expect(valueOf(studio.state().setup.plan)?.totalSteps).toBe(6);
  });

  test('the recipe follows the model until the person changes it', async () => {
    const studio = await createReadyStudio();
    expect(studio.state().setup.recipe).toEqual(SMALL_RECIPE);
    await studio.state().models.importHub('a/minilm', 'main', null);
    expect(studio.state().setup.recipe).toEqual(PRETRAINED_RECIPE);
    studio.state().setup.patchRecipe({ learningRate: 1e-3 });
    await studio.state().models.importStarter();
    expect(studio.state().setup.recipe).toEqual({ ...PRETRAINED_RECIPE, learningRate: 1e-3 });
    studio.state().setup.resetRecipe();
    expect(studio.state().setup).toMatchObject({ recipe: SMALL_RECIPE, recipeIsOwn: false });
  });

  test('many changes are planned once; warnings come along', async () => {
    const studio = await createReadyStudio();
    const plan = vi.spyOn(studio.fake.training, 'plan');
    const prepare = vi.spyOn(studio.fake.data, 'prepare');
    for (let steps = 1; steps <= 50; steps++) studio.state().setup.patchRecipe({ warmupSteps: steps });
    await vi.advanceTimersByTimeAsync(1000);
    expect(plan).toHaveBeenCalledTimes(1);
    expect(prepare).not.toHaveBeenCalled();
    expect(setupWarnings(studio.state()).map(({ code }) => code)).toEqual(['WARMUP_TOO_LONG']);
    studio.state().setup.patchRecipe({ maxLength: 16 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  test('a hyper-parameter out of range fails the plan by name', async () => {
    const studio = await createReadyStudio();
    studio.state().setup.patchRecipe({ learningRate: -1 });
    await studio.state().setup.refresh();
    expect(studio.state().setup.plan).toMatchObject({
      status: 'failed',
      failure: { code: 'RUN_BAD_RECIPE' },
    });
    expect(setupBlock(studio.state())).toBe('failed');
  });

  test('data that cannot be trained on fails the preparation', async () => {
    const studio = await createReadyStudio();
    await studio.state().datasets.dropLabel(dataset(studio).id, 'no');
    await studio.state().setup.refresh();
    expect(studio.state().setup.prepared).toMatchObject({
      status: 'failed',
      failure: { code: 'DATA_ONE_LABEL' },
    });
    expect(await studio.state().runs.start()).toBeNull();
    expect(codes(studio)).toEqual(['DATA_ONE_LABEL']);
  });

  test('settings outlive the page; what was deleted meanwhile is chosen anew', async () => {
    const studio = await createReadyStudio();
    const older = dataset(studio).id;
    await studio.state().datasets.create([csv('newer.csv')]);
    studio.state().setup.selectDataset(older);
    studio.state().setup.patchRecipe({ learningRate: 1e-3 });
    studio.state().setup.setBackend('wasm');

    const again = studio.reloaded();
    await loadStudio(again);
    expect(again.state().setup).toMatchObject({
      datasetId: older,
      modelId: studio.state().setup.modelId,
      backend: 'wasm',
      recipeIsOwn: true,
      recipe: { learningRate: 1e-3 },
    });

    await again.records.datasets.delete(older);
    const third = again.reloaded();
    await loadStudio(third);
    expect(dataset(third).name).toBe('newer');
    expect(codes(third)).toEqual([]);
  });

  test('settings that cannot be read are told and left', async () => {
    const studio = await createReadyStudio();
    studio.browser.keepDraft('{"task":');
    const again = studio.reloaded();
    await loadStudio(again);
    expect(codes(again)).toEqual(['STORAGE_DAMAGED']);
    expect(again.state().setup.recipe).toEqual(SMALL_RECIPE);
  });

  test('what was measured is forgotten when the set-up changes', async () => {
    const studio = await createReadyStudio();
    await studio.state().setup.measure();
    expect(valueOf(studio.state().setup.probe)?.stepMs).toBe(20);
    studio.state().setup.setBackend('wasm');
    expect(studio.state().setup.probe.status).toBe('idle');
  });

  test('a preset and a recipe file are taken over whole', async () => {
    const studio = await createReadyStudio();
    studio.state().setup.selectPreset('quick-look');
    expect(studio.state().setup).toMatchObject({
      presetId: 'quick-look',
      recipe: { maxLength: 64, numTrainEpochs: 1 },
    });
    expect(await studio.state().setup.readRecipeFile(new File(['{"learning_rate": 0.001}'], 'r.json'))).toBe(
      true,
    );
    expect(studio.state().setup.recipe).toMatchObject({ learningRate: 0.001, maxLength: 64 });
    expect(await studio.state().setup.readRecipeFile(new File(['{'], 'r.json'))).toBe(false);
    expect(codes(studio)).toEqual(['RUN_BAD_RECIPE']);
  });
});

describe('set-up and task', () => {
  test('follow the dataset; a figure that the other task does not have gives way', async () => {
    const studio = await createReadyStudio();
    const titles = dataset(studio).id;
    studio.state().setup.patchRecipe({ metricForBestModel: 'f1_macro', learningRate: 1e-3 });
    await studio.state().datasets.createFromText('tokens,tags\nAnn left,B-PER O\nit rained,O O', 'names.csv');
    expect(studio.state().setup).toMatchObject({
      task: 'token-classification',
      recipe: { metricForBestModel: 'f1', learningRate: 1e-3 },
    });
    studio.state().setup.resetRecipe();
    expect(studio.state().setup.recipe).toEqual({ ...SMALL_RECIPE, metricForBestModel: 'f1' });
    studio.state().setup.selectPreset('tweets-ner-last-layer');
    studio.state().setup.selectDataset(titles);
    expect(studio.state().setup).toMatchObject({
      task: 'text-classification',
      presetId: null,
      recipe: { metricForBestModel: 'loss', trainableLayers: 1 },
    });
  });
});
