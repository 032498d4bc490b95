import type { PlanRequest, Probe } from '../../core/contract/api';
import type { DatasetRecord } from '../../core/contract/dataset';
import { AppError, toAppError } from '../../core/contract/errors';
import type { Task } from '../../core/contract/task';
import { PRESETS } from '../../core/recipe/presets';
import { PRETRAINED_RECIPE, type Recipe } from '../../core/recipe/recipe';
import { fromRecipeFile, parseRecipe } from '../../core/recipe/recipe-file';
import { defaultRecipe, recipeForTask } from '../../core/recipe/task-recipe';
import { pendingAfter, REMOTE_IDLE, type Remote, track } from '../remote';
import { chosenDataset, chosenModel, modelById, runById } from '../selectors';
import { readDraft, writeDraft } from '../setup-draft';
import { orNotice, type StudioContext } from '../studio-context';
import type { SetupSlice } from './setup';

/** Pause after a change before the data is prepared and the run planned. */
const SETTLE_MS = 400;

/** What a prepared dataset was made of. */
interface Inputs {
  readonly dataset: DatasetRecord;
  readonly modelId: string;
  readonly maxLength: number;
  readonly labelAllTokens: Recipe['labelAllTokens'];
}

export function createSetup(context: StudioContext): SetupSlice {
  const { deps, get, patch } = context;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let preparing: AbortController | null = null;
  let preparedFrom: Inputs | null = null;
  let measuring: AbortController | null = null;

  const inputs = (): Inputs | null => {
    const dataset = chosenDataset(get());
    const model = chosenModel(get());
    if (dataset === null || dataset.mapping === null || model === null) return null;
    const { maxLength, labelAllTokens } = get().setup.recipe;
    return { dataset, modelId: model.id, maxLength: Math.min(maxLength, model.maxLength), labelAllTokens };
  };

  const prepare = async (wanted: Inputs, isCurrent: () => boolean, signal: AbortSignal): Promise<void> => {
    if (preparedFrom !== null && isSame(preparedFrom, wanted) && get().setup.prepared.status === 'ready')
      return;
    await track(
      get().setup.prepared,
      (prepared) => {
        if (isCurrent()) patch('setup', { prepared });
      },
      (onProgress) => deps.client.data.prepare(wanted, { onProgress, signal }),
    );
    if (isCurrent()) preparedFrom = wanted;
  };

  const plan = async (isCurrent: () => boolean): Promise<void> => {
    await track(
      get().setup.plan,
      (planned) => {
        if (isCurrent()) patch('setup', { plan: planned });
      },
      async () => deps.client.training.plan(planRequest()),
    );
  };

  /** Throws `RUN_BAD_RECIPE`; only while the data is prepared. */
  const planRequest = (): PlanRequest => {
    const { prepared, recipe } = get().setup;
    if (prepared.status !== 'ready') throw new AppError('DATA_CHANGED');
    return { modelId: prepared.value.modelId, data: prepared.value, recipe: parseRecipe(recipe) };
  };

  /** Changes the set-up, forgets what was measured for the old one, and plans anew a moment later. */
  const change = (changes: Partial<SetupSlice>): void => {
    measuring?.abort();
    patch('setup', { ...changes, probe: REMOTE_IDLE });
    deps.browser.keepDraft(writeDraft(get().setup));
    get().setup.touch();
  };

  /** The model's own recipe, until the person has chosen another; that one is kept as far as it fits the task. */
  const recipeFor = (modelId: string | null, task: Task): Partial<SetupSlice> => {
    const { recipe, recipeIsOwn } = get().setup;
    const model = modelById(get(), modelId);
    return {
      recipe: recipeIsOwn || model === null ? recipeForTask(recipe, task) : defaultRecipe(model, task),
    };
  };

  /** Everything that another task asks for. */
  const changeTask = (task: Task): Partial<SetupSlice> => {
    const { modelId, presetId } = get().setup;
    const preset = PRESETS.find(({ id }) => id === presetId);
    return { task, presetId: preset?.task === task ? presetId : null, ...recipeFor(modelId, task) };
  };

  /** A dataset that is chosen for the first time since the page was opened has no report yet. */
  const inspectOnce = (datasetId: string | null): void => {
    if (datasetId === null || get().datasets.reports[datasetId] !== undefined) return;
    // Never rejects: what goes wrong is kept in the report.
    void get().datasets.inspect(datasetId);
  };

  return {
    task: 'text-classification',
    datasetId: null,
    modelId: null,
    presetId: null,
    backend: 'auto',
    recipe: PRETRAINED_RECIPE,
    recipeIsOwn: false,
    prepared: REMOTE_IDLE,
    plan: REMOTE_IDLE,
    probe: REMOTE_IDLE,

    restore: async () => {
      const draft = await orNotice(context, async () => {
        const text = deps.browser.keptDraft();
        return text === null ? null : readDraft(text);
      });
      if (draft !== null) patch('setup', draft);
    },
    selectTask: (task) => change(changeTask(task)),
    selectDataset: (datasetId) => {
      const task = get().datasets.items.find(({ id }) => id === datasetId)?.task ?? get().setup.task;
      change({ datasetId, ...changeTask(task) });
      inspectOnce(datasetId);
    },
    selectModel: (modelId) => change({ modelId, ...recipeFor(modelId, get().setup.task) }),
    selectPreset: (presetId) => {
      const preset = PRESETS.find(({ id }) => id === presetId);
      if (preset !== undefined) change({ presetId, recipe: preset.recipe, recipeIsOwn: true });
    },
    setBackend: (backend) => change({ backend }),
    patchRecipe: (recipe) =>
      change({ recipe: { ...get().setup.recipe, ...recipe }, recipeIsOwn: true, presetId: null }),
    readRecipeFile: async (file) => {
      const recipe = await orNotice(context, async () =>
        fromRecipeFile(parseJson(await file.text()), get().setup.recipe),
      );
      if (recipe === null) return false;
      change({ recipe, recipeIsOwn: true, presetId: null });
      return true;
    },
    resetRecipe: () => {
      patch('setup', { recipeIsOwn: false, presetId: null });
      change(recipeFor(get().setup.modelId, get().setup.task));
    },
    copyRun: (runId) => {
      const spec = runById(get(), runId)?.spec;
      if (spec === undefined) return;
      const { task, recipe, backend } = spec;
      const datasetId = get().datasets.items.some(({ id }) => id === spec.datasetId) ? spec.datasetId : null;
      const modelId = modelById(get(), spec.modelId)?.id ?? null;
      change({ task, datasetId, modelId, recipe, backend, recipeIsOwn: true, presetId: null });
      inspectOnce(datasetId);
    },

    touch: () => {
      const task = chosenDataset(get())?.mapping?.task ?? get().setup.task;
      if (task !== get().setup.task) patch('setup', changeTask(task));
      if (timer !== null) clearTimeout(timer);
      timer = null;
      preparing?.abort();
      const wanted = inputs();
      if (wanted === null) {
        patch('setup', { prepared: REMOTE_IDLE, plan: REMOTE_IDLE });
        return;
      }
      const isPrepared = preparedFrom !== null && isSame(preparedFrom, wanted);
      patch('setup', ({ prepared, plan: planned }) => ({
        prepared: isPrepared && prepared.status === 'ready' ? prepared : pendingAfter(prepared),
        plan: pendingAfter(planned),
      }));
      // Never rejects: what goes wrong is kept in `prepared` and `plan`.
      timer = setTimeout(() => void get().setup.refresh(), SETTLE_MS);
    },

    refresh: async () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      preparing?.abort();
      const wanted = inputs();
      if (wanted === null) {
        patch('setup', { prepared: REMOTE_IDLE, plan: REMOTE_IDLE });
        return;
      }
      const abort = new AbortController();
      preparing = abort;
      const isCurrent = (): boolean => preparing === abort;
      await prepare(wanted, isCurrent, abort.signal);
      if (!isCurrent()) return;
      if (get().setup.prepared.status === 'ready') await plan(isCurrent);
      else patch('setup', { plan: REMOTE_IDLE });
    },

    measure: async () => {
      measuring?.abort();
      const abort = new AbortController();
      measuring = abort;
      const write = (probe: Remote<Probe>): void => {
        if (measuring === abort) patch('setup', { probe });
      };
      await track(get().setup.probe, write, async (onProgress) => {
        if (get().setup.prepared.status !== 'ready') await get().setup.refresh();
        const request = { ...planRequest(), backend: get().setup.backend };
        return deps.client.training.probe(request, { onProgress, signal: abort.signal });
      });
    },
    cancelMeasure: () => measuring?.abort(),
  };
}

function isSame(a: Inputs, b: Inputs): boolean {
  return (
    a.dataset === b.dataset &&
    a.modelId === b.modelId &&
    a.maxLength === b.maxLength &&
    a.labelAllTokens === b.labelAllTokens
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new AppError('RUN_BAD_RECIPE', { reason: 'not a JSON file' }, { cause: toAppError(thrown) });
  }
}
