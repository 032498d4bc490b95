import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBrowser } from './find-browser.ts';

const suffix = process.platform === 'win32' ? '.exe' : '';

function folderWith(name: string): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'find-browser-'));
  const path = join(folder, name);
  writeFileSync(path, '', { mode: 0o755 });
  return { folder, path };
}

describe('findBrowser', () => {
  const chromium = folderWith(`chromium${suffix}`);
  const chrome = folderWith(`${process.platform === 'win32' ? 'chrome' : 'google-chrome'}${suffix}`);

  test('takes what is on PATH, Chrome first', () => {
    expect(findBrowser({ PATH: chromium.folder })).toBe(chromium.path);
    expect(findBrowser({ PATH: [chromium.folder, chrome.folder].join(delimiter) })).toBe(chrome.path);
  });

  test('obeys CHROMIUM_PATH', () => {
    expect(findBrowser({ PATH: chrome.folder, CHROMIUM_PATH: chromium.path })).toBe(chromium.path);
  });

  test('refuses a CHROMIUM_PATH that cannot be run, rather than take another', () => {
    const missing = join(chromium.folder, 'missing');
    expect(() => findBrowser({ PATH: chrome.folder, CHROMIUM_PATH: missing })).toThrow(missing);
  });
});
