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

/** Memory that processes share with others is counted by parts; null on systems without /proc. */
export function residentBytes(processes: readonly number[]): number | null {
  if (platform() !== 'linux') return null;
  return processes.reduce((sum, id) => sum + proportionalBytes(id), 0);
}

function proportionalBytes(process: number): number {
  const text = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`no Pss of process ${process}`);
  return Number(kibibytes) * 1024;
}
