import { valueOf } from '../../state/remote';
import { chosenDataset, chosenModel, setupBlock } from '../../state/selectors';
import { useStudio } from '../../state/react';
import { goTo } from '../../ui/route';
import type { SetupViewProps } from './setup-view';

/** The set-up of the store, as its view takes it. */
export function useSetup(): SetupViewProps {
  const setup = useStudio((state) => state.setup);
  const start = useStudio((state) => state.runs.start);
  const block = useStudio(setupBlock);
  const dataset = useStudio(chosenDataset);
  const model = useStudio(chosenModel);
  const lastDevice = useStudio((state) => state.runs.items[0]?.device ?? null);
  const starting = useStudio((state) => state.runs.open?.pending === 'start');
  const source = model?.source;
  const train = async (): Promise<void> => {
    const runId = await start();
    if (runId !== null) goTo('train', runId);
  };
  return {
    block,
    task: setup.task,
    datasetName: dataset?.name ?? '',
    modelName: model?.name ?? '',
    modelSource: source === undefined ? null : source.kind === 'hub' ? source.repo : source.kind,
    presetId: setup.presetId,
    backend: setup.backend,
    hasWebGpu: 'gpu' in navigator,
    recipe: setup.recipe,
    recipeIsOwn: setup.recipeIsOwn,
    prepared: setup.prepared,
    plan: setup.plan,
    probe: setup.probe,
    fileName: (fileId) => dataset?.files.find(({ id }) => id === fileId)?.name ?? '',
    device: valueOf(setup.probe)?.device ?? lastDevice,
    starting,
    onSelectPreset: setup.selectPreset,
    onBackend: setup.setBackend,
    onRecipe: setup.patchRecipe,
    onResetRecipe: setup.resetRecipe,
    onRecipeFile: (file) => void setup.readRecipeFile(file),
    onMeasure: () => void setup.measure(),
    onCancelMeasure: setup.cancelMeasure,
    onRetry: () => void setup.refresh(),
    onTrain: () => void train(),
  };
}
