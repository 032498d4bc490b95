import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { Browser } from 'playwright';

/** Resident bytes of the browser's renderer and GPU processes together; null on systems that do not tell. */
export async function browserBytes(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const working = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU');
  return residentBytes(working.map(({ id }) => id));
}

/**
 * What processes hold for themselves or share with each other. Not the pages of program files: how many of those count
 * for a process depends on who else runs the same program. Null on systems without /proc.
 */
export function residentBytes(processes: readonly number[]): number | null {
  if (platform() !== 'linux') return null;
  return processes.reduce((sum, id) => sum + ownBytes(id), 0);
}

function ownBytes(process: number): number {
  const text = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const kibibytes = ['Anon', 'Shmem'].map((kind) => {
    const found = new RegExp(`^Pss_${kind}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`no Pss_${kind} of process ${process}`);
    return Number(found);
  });
  return kibibytes.reduce((sum, kb) => sum + kb, 0) * 1024;
}
