import { AppError } from '../core/contract/errors';
import type { BrowserPort } from './browser-port';

const LOCK = 'tabtune-run:';
const DRAFT = 'tabtune-setup';
const TOKEN = 'tabtune-hub';
/** After this the browser has begun to read a download from its address. */
const DOWNLOAD_GRACE_MS = 60_000;

/** The browser that the page runs in. */
export function createBrowserPort(): BrowserPort {
  const askBeforeUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
  return {
    persist: () => navigator.storage.persist(),
    guardUnload: (on) => {
      if (on) window.addEventListener('beforeunload', askBeforeUnload);
      else window.removeEventListener('beforeunload', askBeforeUnload);
    },
    fetchOwn: async (path) => {
      const response = await fetch(`${import.meta.env.BASE_URL}${path}`).catch((cause: unknown) => {
        throw new AppError('DATA_SAMPLE_UNREACHABLE', { reason: String(cause) }, { cause });
      });
      if (!response.ok) throw new AppError('DATA_SAMPLE_UNREACHABLE', { status: response.status });
      return response.blob();
    },
    save: async (file, fileName) => {
      const address = URL.createObjectURL(file);
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), DOWNLOAD_GRACE_MS);
    },
    claimRun: (runId) =>
      new Promise((resolve, reject) => {
        // The lock is held as long as the promise that its callback returns is pending; it ends with the page at the latest.
        const hold = (lock: Lock | null): Promise<void> =>
          new Promise((release) => {
            resolve(lock === null ? null : release);
            if (lock === null) release();
          });
        navigator.locks.request(`${LOCK}${runId}`, { ifAvailable: true }, hold).catch(reject);
      }),
    claimedRuns: async () => {
      const { held = [] } = await navigator.locks.query();
      return held.flatMap(({ name }) => (name?.startsWith(LOCK) === true ? [name.slice(LOCK.length)] : []));
    },
    keepDraft: (text) => localStorage.setItem(DRAFT, text),
    keptDraft: () => localStorage.getItem(DRAFT),
    keepToken: (text) => (text === null ? localStorage.removeItem(TOKEN) : localStorage.setItem(TOKEN, text)),
    keptToken: () => localStorage.getItem(TOKEN),
  };
}
