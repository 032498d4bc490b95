import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { Browser } from 'playwright';

/**
 * Resident bytes of the browser's renderer and GPU processes together, memory they share with others counted by
 * parts; null on systems without /proc.
 */
export async function browserBytes(browser: Browser): Promise<number | null> {
  if (platform() !== 'linux') return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter(({ type }) => type === 'renderer' || type === 'GPU')
    .reduce((sum, { id }) => sum + residentBytes(id), 0);
}

function residentBytes(process: number): number {
  const text = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`no Pss of process ${process}`);
  return Number(kibibytes) * 1024;
}
