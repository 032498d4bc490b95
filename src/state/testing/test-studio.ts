import { createFakeClient, type FakeClient } from '../../client/fake/fake-client';
import { AppError } from '../../core/contract/errors';
import type { RunRecord } from '../../core/contract/run';
import type { FileStore, RecordStore } from '../../core/contract/storage';
import { createMemoryFileStore } from '../../storage/memory-file-store';
import { createMemoryRecordStore } from '../../storage/memory-record-store';
import type { BrowserPort } from '../browser-port';
import { createStudio, loadStudio, type Studio } from '../store';
import type { StudioState } from '../studio-state';

/** A browser that remembers what was asked of it. */
export class FakeBrowser implements BrowserPort {
  persistAsked = 0;
  isGuarded = false;
  /** Files that are served with the app. */
  readonly own = new Map<string, string>();
  readonly saved: { readonly fileName: string; readonly file: Blob }[] = [];
  /** Runs of this tab and, if a test adds some, of others. */
  readonly claimed = new Set<string>();

  constructor(
    private readonly drafts: { text: string | null; token: string | null } = { text: null, token: null },
  ) {}

  async persist(): Promise<boolean> {
    this.persistAsked += 1;
    return true;
  }

  guardUnload(on: boolean): void {
    this.isGuarded = on;
  }

  async fetchOwn(path: string): Promise<Blob> {
    const content = this.own.get(path);
    if (content === undefined) throw new AppError('DATA_SAMPLE_UNREACHABLE', { status: 404 });
    return new Blob([content]);
  }

  async save(file: Blob, fileName: string): Promise<void> {
    this.saved.push({ file, fileName });
  }

  async claimRun(runId: string): Promise<(() => void) | null> {
    if (this.claimed.has(runId)) return null;
    this.claimed.add(runId);
    return () => this.claimed.delete(runId);
  }

  async claimedRuns(): Promise<readonly string[]> {
    return [...this.claimed];
  }

  keepDraft(text: string): void {
    this.drafts.text = text;
  }

  keptDraft(): string | null {
    return this.drafts.text;
  }

  keepToken(text: string | null): void {
    this.drafts.token = text;
  }

  keptToken(): string | null {
    return this.drafts.token;
  }
}

export interface TestStudio extends Studio {
  readonly fake: FakeClient;
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly browser: FakeBrowser;
  /** The store's state now. */
  readonly state: () => StudioState;
  /** Another studio over the same files and records, as after a reload of the page. */
  readonly reloaded: () => TestStudio;
}

/** The real store over a fake client and memory stores; ids count up, and so does the clock. */
export function createTestStudio(): TestStudio {
  const records = createMemoryRecordStore();
  let ids = 0;
  let clock = 0;
  const drafts = { text: null, token: null };
  const build = (files: FileStore): TestStudio => {
    const fake = createFakeClient(files, records);
    const browser = new FakeBrowser(drafts);
    const studio = createStudio({
      client: fake,
      files,
      records,
      browser,
      newId: () => `id${++ids}`,
      now: () => ++clock,
    });
    return {
      ...studio,
      fake,
      files,
      records,
      browser,
      state: studio.store.getState,
      reloaded: () => build(files),
    };
  };
  return build(createMemoryFileStore());
}

/** Twelve titles with the labels "yes" and "no", one of them without a text. */
export const TITLES_CSV = [
  'title,label',
  'you will not believe this,yes',
  'rates rise by a quarter point,no',
  'ten tricks for a better morning,yes',
  'parliament passes the budget,no',
  'what she did next is amazing,yes',
  'storm warning for the north coast,no',
  ',no',
  'this one trick changes all,yes',
  'the council votes on tuesday,no',
  'nobody expected these photos,yes',
  'exports fell in march,no',
  'doctors hate this simple habit,yes',
].join('\n');

/** A studio with one dataset and the starter, set up to train. */
export async function createReadyStudio(): Promise<TestStudio> {
  const studio = createTestStudio();
  await studio.state().models.load();
  await studio.state().datasets.createFromText(TITLES_CSV, 'titles.csv');
  await studio.state().setup.refresh();
  return studio;
}

/** A studio that has loaded, with these runs in its library. */
export async function studioWith(...runs: readonly RunRecord[]): Promise<TestStudio> {
  const studio = createTestStudio();
  for (const run of runs) await studio.records.runs.put(run);
  await loadStudio(studio);
  return studio;
}
