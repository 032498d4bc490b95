import { afterEach, expect, test, vi } from 'vitest';
import { createBrowserPort } from './browser';

const browser = createBrowserPort();
afterEach(() => {
  browser.guardUnload(false);
  vi.restoreAllMocks();
});

test('a claimed run is claimed by nobody else until it is let go', async () => {
  const release = await browser.claimRun('r1');
  expect(release).not.toBeNull();
  expect(await browser.claimRun('r1')).toBeNull();
  expect(await createBrowserPort().claimRun('r1')).toBeNull();
  expect(await browser.claimedRuns()).toEqual(['r1']);
  release?.();
  await vi.waitFor(async () => expect(await browser.claimedRuns()).toEqual([]));
  (await browser.claimRun('r1'))?.();
});

test('the unload warning stands only while it is on', () => {
  const unload = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(unload()).toBe(true);
  browser.guardUnload(true);
  browser.guardUnload(true);
  expect(unload()).toBe(false);
  browser.guardUnload(false);
  expect(unload()).toBe(true);
});

test('a sample is fetched from where the app comes from; one that is not there is said to be missing', async () => {
  const headlines = await (await browser.fetchOwn('samples/headlines.csv')).text();
  expect(headlines).toMatch(/^headline,label,split\n/);
  vi.spyOn(globalThis, 'fetch').mockResolvedValueOnce(new Response('', { status: 404 }));
  await expect(browser.fetchOwn('samples/none.csv')).rejects.toMatchObject({
    failure: { code: 'DATA_SAMPLE_UNREACHABLE', details: { status: 404 } },
  });
});

test('saving offers the file under its name', async () => {
  const clicked: HTMLAnchorElement[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this);
  });
  await browser.save(new Blob(['zip']), 'model.zip');
  const [link] = clicked;
  expect(link?.download).toBe('model.zip');
  expect(await (await fetch(link?.href ?? '')).text()).toBe('zip');
});
