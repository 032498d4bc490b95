/** What the store asks of the browser besides its workers and stores. */
export interface BrowserPort {
  /** Asks for persistent storage; resolves with the answer. */
  persist(): Promise<boolean>;
  /** While on, leaving the page asks for confirmation. */
  guardUnload(on: boolean): void;
  /** A file that is served with the app, by its path below the app's address. Throws `DATA_SAMPLE_UNREACHABLE`. */
  fetchOwn(path: string): Promise<Blob>;
  /** Offers a file of the file store as a download. */
  save(file: Blob, fileName: string): Promise<void>;
  /** Marks a run as trained by this tab until the returned function is called; null if another tab has it. */
  claimRun(runId: string): Promise<(() => void) | null>;
  /** Runs that any tab has claimed. */
  claimedRuns(): Promise<readonly string[]>;
  /** Keeps the settings of the next run for the next visit; the last tab to write wins. */
  keepDraft(text: string): void;
  /** What was kept last, or null. */
  keptDraft(): string | null;
  /** Remembers the Hub's token until it is told to forget it (null). */
  keepToken(text: string | null): void;
  /** The remembered token, or null. */
  keptToken(): string | null;
}
