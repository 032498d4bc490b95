import type { Task } from '../contract/task';

/** A dataset written for the studio and served with it; `tools/samples/` makes its file. */
export interface SampleRecord {
  /** The dataset's name once it is opened. */
  readonly label: string;
  readonly help: string;
  readonly task: Task;
  /** Relative to the address of the app. */
  readonly path: string;
}

export const SAMPLES: readonly SampleRecord[] = [
  {
    label: 'Sample headlines',
    help: '720 headlines, clickbait or factual',
    task: 'text-classification',
    path: 'samples/headlines.csv',
  },
  {
    label: 'Sample sentences',
    help: '730 sentences with people, organisations, places and dates',
    task: 'token-classification',
    path: 'samples/entities.jsonl',
  },
];
