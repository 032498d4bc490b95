import type { FileChooser, Locator, Page } from 'playwright';

/** What the page told the person instead of going on. */
export class ShownError extends Error {
  override readonly name = 'ShownError';
}

/** Long enough for a file to be read or a model to be checked on a busy machine. */
export const PATIENCE_MS = 60_000;

/** The text of a failure card in one line. */
async function textOf(alert: Locator): Promise<string> {
  return (await alert.innerText()).split(/\s*\n\s*/).join(' ');
}

/** Waits until `target` is there. Throws `ShownError` with the page's message when the page shows a failure instead. */
export async function reach(target: Locator, timeout: number = PATIENCE_MS): Promise<void> {
  const alert = target.page().getByRole('alert');
  await target.or(alert).first().waitFor({ timeout });
  if ((await alert.count()) > 0) throw new ShownError(await textOf(alert.first()));
}

/** Text behind a description term: "Loss" → "0.6931"; null while the page has no such term. */
export async function valueOfTerm(region: Locator, term: string): Promise<string | null> {
  const value = region.getByRole('term').filter({ hasText: new RegExp(`^${term}`) });
  if ((await value.count()) === 0) return null;
  return value.first().locator('xpath=following-sibling::dd[1]').innerText();
}

/** "1,234" → 1234. */
export function parseCount(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** A file made in a test: its name and its bytes. */
export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Paths on this machine, or files made in a test. */
export type Files = string | readonly string[] | MadeFile;

/** Presses `button` and answers the file chooser that opens. */
export async function chooseFiles(page: Page, button: Locator, files: Files): Promise<void> {
  const opened: Promise<FileChooser> = page.waitForEvent('filechooser');
  await button.click();
  const chooser = await opened;
  if (typeof files === 'string' || 'buffer' in files) await chooser.setFiles(files);
  else await chooser.setFiles([...files]);
}
