import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { csvOf, headlines } from './support/texts.ts';

test('the main steps work with the keyboard alone', async ({ studio }) => {
  const { page, training } = studio;
  const { keyboard } = page;

  /** Moves the focus forward until it stands on `target`. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' });
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`80 tabs did not lead to ${String(target)}`);
  }
  async function press(target: Locator, key = 'Enter'): Promise<void> {
    await tabTo(target);
    await keyboard.press(key);
  }
  const main = page.getByRole('main');
  const button = (name: string) => main.getByRole('button', { name, exact: true });

  // A key pressed before there is a page is lost.
  await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await keyboard.press('Enter');

  await press(button('Paste rows'));
  const dialog = page.getByRole('dialog', { name: 'Paste rows' });
  await expect(dialog.getByLabel('Rows')).toBeFocused();
  await keyboard.insertText(csvOf(headlines(60)));
  await press(dialog.getByRole('button', { name: 'Use these rows' }));

  await press(studio.data.next);
  await expect(page.getByRole('heading', { level: 1, name: 'Labels' })).toBeFocused();

  await press(page.getByRole('button', { name: 'clickbait: rename' }));
  await keyboard.type('bait');
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'bait: rename' })).toBeFocused();
  await press(studio.labels.next);

  await expect(page.getByRole('heading', { level: 1, name: 'Model' })).toBeFocused();
  await press(studio.model.next);

  const computeOn = page.getByRole('radiogroup', { name: 'Compute on' });
  await tabTo(computeOn.getByRole('radio', { name: 'Automatic' }));
  await keyboard.press('ArrowLeft');
  await expect(computeOn.getByRole('radio', { name: 'WASM' })).toBeChecked();

  await press(page.getByRole('button', { name: /^Advanced settings/ }));
  await tabTo(page.getByRole('spinbutton', { name: 'Max steps' }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('2');
  await press(button('Train'));
  await training.end(60_000);

  await press(main.getByRole('link', { name: 'Evaluate' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Evaluate' })).toBeFocused();
  await press(main.getByRole('link', { name: 'Playground' }));
  await tabTo(studio.playground.text);
  await keyboard.type('Nobody expected the budget');
  await keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('list', { name: 'Fine-tuned' }).getByRole('meter')).toHaveCount(3);

  await press(main.getByRole('link', { name: 'Export', exact: true }));
  const downloaded = page.waitForEvent('download');
  await press(main.getByRole('button', { name: /^Export the / }));
  expect((await downloaded).suggestedFilename()).toMatch(/\.zip$/);
});
