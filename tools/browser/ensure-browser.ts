import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './find-browser.ts';

function run(command: string, args: string[]): void {
  console.log(`> ${command} ${args.join(' ')}`);
  execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
}

/** Path of a browser, installed first when there is none: the distribution's on Debian as root, else Playwright's. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  const canUseApt = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (canUseApt) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '--yes', 'chromium']);
  } else {
    run('npx', ['playwright', 'install', 'chromium']);
  }
  const installed = findBrowser();
  if (installed === undefined)
    throw new Error('A browser was installed, but none is found. Set CHROMIUM_PATH.');
  return installed;
}
