import { createFakeClient } from '../../client/fake/fake-client';
import { createMemoryFileStore } from '../../storage/memory-file-store';
import { createMemoryRecordStore } from '../../storage/memory-record-store';
import { createStudio, loadStudio } from '../../state/store';
import { FakeBrowser } from '../../state/testing/test-studio';
import {
  certificateCancelled,
  certificateFailed,
  certified,
  certifiedInPart,
  certifiedWell,
  certifiedWithoutHalf,
  certifying,
  formatAsked,
  formatFailed,
  formatOpening,
} from './export-scenes';
import { bundled, bundling, notAFinishedRun, openedFromCluster } from './cluster-scenes';
import { planned, pushing, TOKEN, withExport } from './push-scenes';
import type { Stage } from './stage';
import {
  ask,
  begin,
  labelScores,
  REPORT,
  SENTENCE,
  trainTo,
  withSentences,
  withTagger,
} from './trained-scenes';

const OPENINGS = {
  news: ['Parliament passes', 'Central bank weighs', 'Council debates', 'Court upholds', 'Ministry reviews'],
  clickbait: ['You won’t believe', 'Ten reasons why', 'What happened to', 'Doctors hate', 'Nobody expected'],
  sport: ['Late goal decides', 'Champions lose', 'Rookie wins', 'Coach defends', 'Fans celebrate'],
} as const;
const OBJECTS = [
  'the budget',
  'new rules for rail',
  'this old castle',
  'a quiet village',
  'the spring season',
  'a rare bird',
];
const ENDINGS = [
  'after a long night',
  'before the summer',
  'again',
  'in a single day',
  'and experts disagree',
  'on Tuesday',
];

/** Headlines with labels: made up, the same each time, some rows without a text or a label. */
function headlines(rows: number): string {
  const labels = ['news', 'clickbait', 'news', 'clickbait', 'clickbait', 'news', 'sport'] as const;
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = labels[i % labels.length] ?? 'news';
    const text = `${OPENINGS[label][i % 5]} ${OBJECTS[(i * 7) % 6]} ${ENDINGS[(i * 11) % 6]}`;
    const written = label === 'news' && i % 37 === 0 ? 'News' : label;
    return `${i % 83 === 4 ? '' : text},${i % 97 === 9 ? '' : written},${i % 2 === 0 ? 'web' : 'print'}`;
  });
  return ['title,kind,source', ...lines].join('\n');
}

async function withData(stage: Stage, rows = 1600): Promise<string> {
  const id = await stage.store.getState().datasets.createFromText(headlines(rows), 'headlines.csv');
  if (id === null) throw new Error('the scene has no dataset');
  await stage.store.getState().datasets.setMapping(id, {
    task: 'text-classification',
    text: 'title',
    textPair: null,
    label: 'kind',
    split: null,
  });
  return id;
}

async function withRun(stage: Stage): Promise<string> {
  await withData(stage);
  await stage.store.getState().setup.refresh();
  return begin(stage, 'First try');
}

/** A finished text classifier. */
async function withClassifier(stage: Stage): Promise<string> {
  const id = await withRun(stage);
  const { data, labels } = stage.store.getState().runs.items[0]?.spec ?? { labels: [] };
  await trainTo(stage, 405, labelScores(labels, data?.fileIds[0] ?? ''));
  return id;
}

/** What each scene does before the page is looked at. */
const SCENES = {
  bundled: async (stage) => {
    await bundled(stage, await withClassifier(stage));
  },
  bundling: async (stage) => {
    await withData(stage);
    await stage.store.getState().setup.refresh();
    bundling(stage);
  },
  'from-cluster': async (stage) => openedFromCluster(stage),
  'not-from-cluster': async (stage) => notAFinishedRun(stage),
  'first-visit': async () => undefined,
  reading: async (stage) => {
    stage.fake.faults.hold('importFile');
    void stage.store.getState().datasets.create([new File([headlines(20)], 'headlines.csv')]);
  },
  'read-failed': async (stage) => {
    stage.fake.faults.failNext('importFile', 'DATA_BINARY_FILE', { file: 'survey.xlsx', format: 'ZIP' });
    await stage.store.getState().datasets.create([new File(['PK'], 'survey.xlsx')]);
  },
  data: async (stage) => {
    await withData(stage);
  },
  'data-two-files': async (stage) => {
    const id = await withData(stage);
    await stage.store.getState().datasets.addFile(id, new File([headlines(300)], 'held-back.csv'), 'test');
    await stage.store.getState().datasets.createFromText('text,label\na,x\nb,y\nc,x\nd,y', 'tickets');
    stage.store.getState().setup.selectDataset(id);
  },
  'data-no-label': async (stage) => {
    await stage.store
      .getState()
      .datasets.createFromText('text\nfirst text of many words\nanother one here', 'notes');
  },
  'data-failed': async (stage) => {
    const id = await withData(stage);
    stage.fake.faults.failNext('inspect', 'DATA_COLUMN_MISSING', { file: 'held-back.csv', column: 'kind' });
    await stage.store.getState().datasets.inspect(id);
  },
  labels: async (stage) => {
    const id = await withData(stage);
    const { datasets } = stage.store.getState();
    await datasets.mergeLabels(id, ['news', 'News'], 'news');
    await datasets.dropLabel(id, 'sport');
  },
  'labels-uneven': async (stage) => {
    await withData(stage, 300);
  },
  'labels-one': async (stage) => {
    const id = await withData(stage, 300);
    const { datasets } = stage.store.getState();
    for (const label of ['news', 'News', 'sport']) await datasets.dropLabel(id, label);
  },
  model: async (stage) => {
    await withData(stage);
    await stage.store.getState().models.importHub('sentence-transformers/all-MiniLM-L6-v2', 'main', null);
  },
  'model-starter': async (stage) => {
    await withData(stage);
  },
  'model-busy': async (stage) => {
    await withData(stage);
    stage.fake.faults.hold('importModel');
    void stage.store.getState().models.importHub('google-bert/bert-base-cased', 'main', null);
  },
  'model-failed': async (stage) => {
    await withData(stage);
    stage.fake.faults.failNext('importModel', 'HUB_GATED', { repo: 'example/gated-model' });
    await stage.store.getState().models.importHub('example/gated-model', 'main', null);
  },
  running: async (stage) => {
    await withRun(stage);
    await stage.fake.run.emit({
      type: 'progress',
      step: 84,
      progress: {
        step: 84,
        totalSteps: 540,
        epoch: 0.47,
        elapsedSeconds: 61,
        secondsLeft: 334,
        tokensPerSecond: 5200,
        phase: 'training',
      },
    });
  },
  'run-paused': async (stage) => {
    await withTagger(stage, 270);
    await stage.fake.run.transition({ type: 'pause' }, 270);
  },
  'run-full': async (stage) => {
    await withTagger(stage, 302);
    const details = { neededBytes: 52_000_000, freeBytes: 1_200_000 };
    await stage.fake.run.emit({ type: 'error', step: 302, failure: { code: 'STORAGE_FULL', details } });
    await stage.fake.run.transition({ type: 'pause' }, 302);
  },
  'run-diverged': async (stage) => {
    await withTagger(stage, 302);
    const failure = { code: 'RUN_DIVERGED', details: { step: 303 } } as const;
    await stage.fake.run.transition({ type: 'fail', failure }, 302);
  },
  'run-lost': async (stage) => {
    await withTagger(stage, 100);
    const failure = { code: 'GPU_LOST', details: { reason: 'the driver was reset' } } as const;
    await stage.fake.run.transition({ type: 'fail', failure }, 100);
  },
  'run-interrupted': async (stage) => {
    await withTagger(stage, 302);
    await stage.fake.run.transition({ type: 'stop' }, 302);
  },
  trained: async (stage) => {
    const id = await withClassifier(stage);
    await ask(stage, id, 'Council debates new rules for rail', 'Ten reasons why a quiet village won');
  },
  'ner-setup': async (stage) => {
    await withSentences(stage);
  },
  'ner-cut': async (stage) => {
    await withSentences(stage);
    stage.store.getState().setup.patchRecipe({ maxLength: 12 });
  },
  'ner-running': async (stage) => {
    await withTagger(stage, 302);
    stage.fake.faults.hold('predict');
    const id = stage.store.getState().runs.items[0]?.id ?? '';
    void ask(stage, id, SENTENCE);
  },
  ner: async (stage) => {
    await withTagger(stage);
  },
  'ner-sentence': async (stage) => {
    const id = await withTagger(stage);
    await ask(stage, id, 'Nothing of note happened today', SENTENCE);
  },
  'ner-report': async (stage) => {
    const id = await withTagger(stage);
    await ask(stage, id, SENTENCE, REPORT);
  },
  'ner-long': async (stage) => {
    const id = await withTagger(stage);
    await ask(stage, id, `${REPORT} `.repeat(22).trim());
  },
  'ner-failed': async (stage) => {
    const id = await withTagger(stage);
    stage.fake.faults.failNext('predict', 'GPU_OUT_OF_MEMORY', { requested: 51_200_000 });
    await ask(stage, id, SENTENCE);
  },
  'ner-rows-failed': async (stage) => {
    await withTagger(stage);
    stage.fake.faults.failNext('alignRows', 'RUN_MODEL_GONE', { model: 'Starter' });
  },
  certified: async (stage) => certified(stage, await withClassifier(stage)),
  'certified-well': async (stage) => certifiedWell(stage, await withClassifier(stage)),
  'certified-in-part': async (stage) => certifiedInPart(stage, await withClassifier(stage)),
  'certified-without-half': async (stage) => certifiedWithoutHalf(stage, await withClassifier(stage)),
  'certificate-busy': async (stage) => certifying(stage, await withClassifier(stage)),
  'certificate-cancelled': async (stage) => certificateCancelled(stage, await withClassifier(stage)),
  'certificate-failed': async (stage) => certificateFailed(stage, await withClassifier(stage)),
  'ner-certified': async (stage) => certified(stage, await withTagger(stage)),
  format: async (stage) =>
    formatAsked(stage, await withClassifier(stage), 'Ten reasons why a quiet village won'),
  'format-busy': async (stage) => formatOpening(stage, await withClassifier(stage)),
  'format-failed': async (stage) => formatFailed(stage, await withClassifier(stage)),
  'ner-format': async (stage) => formatAsked(stage, await withTagger(stage), REPORT),
  'push-token': async (stage) => {
    await withExport(stage, await withClassifier(stage));
    stage.store.getState().pushes.forget();
  },
  'push-choose': async (stage) => {
    await withExport(stage, await withClassifier(stage));
  },
  'push-confirm': async (stage) => {
    await planned(stage, await withExport(stage, await withClassifier(stage)));
  },
  'push-public': async (stage) => {
    await planned(stage, await withExport(stage, await withClassifier(stage)), { isPrivate: false });
  },
  'push-busy': async (stage) => {
    const source = await withExport(stage, await withClassifier(stage));
    await planned(stage, source);
    pushing(stage, source);
  },
  'push-failed': async (stage) => {
    const source = await withExport(stage, await withClassifier(stage));
    await planned(stage, source);
    stage.fake.faults.failNext('push', 'HUB_PUSH_INTERRUPTED', { repo: 'maria/first-try', arrived: 2 });
    await stage.store.getState().pushes.confirm(source);
  },
  'push-done': async (stage) => {
    const source = await withExport(stage, await withClassifier(stage));
    await planned(stage, source);
    await stage.store.getState().pushes.confirm(source);
  },
  'push-dataset': async (stage) => {
    await withData(stage);
    await stage.store.getState().pushes.signInWith(TOKEN, true);
  },
  notice: async (stage) => {
    await withData(stage);
    stage.fake.faults.failNext('readRows', 'STORAGE_DAMAGED', { path: 'datasets/id1/rows.ndjson' });
    await stage.store.getState().datasets.readRows('id1', 'id2', 0, 8);
  },
} as const satisfies Readonly<Record<string, (stage: Stage) => Promise<void>>>;

export type SceneName = keyof typeof SCENES;

export function isSceneName(name: string): name is SceneName {
  return name in SCENES;
}

/** Plays a scene on a fresh studio in memory. */
export async function playScene(name: SceneName): Promise<Stage> {
  const files = createMemoryFileStore();
  const records = createMemoryRecordStore();
  const fake = createFakeClient(files, records);
  let ids = 0;
  const studio = createStudio({
    client: fake,
    files,
    records,
    browser: new FakeBrowser(),
    newId: () => `id${++ids}`,
    now: () => Date.now(),
  });
  const stage: Stage = { ...studio, fake };
  await loadStudio(studio);
  await SCENES[name](stage);
  return stage;
}
