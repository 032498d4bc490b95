import { findBrowser } from './find-browser.ts';

/**
 * Flags for a quiet browser with WebGPU. Without a GPU, WebGPU runs on the SwiftShader that Chromium brings along;
 * `TABTUNE_GPU=real` leaves the choice of the adapter to the browser.
 */
function browserFlags(env: NodeJS.ProcessEnv): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--enable-unsafe-webgpu',
    '--enable-features=Vulkan',
    ...(env['TABTUNE_GPU'] === 'real' ? [] : ['--use-webgpu-adapter=swiftshader']),
  ];
}

/** For Playwright's `launch`. Throws when no browser is found. */
export function launchOptions(env: NodeJS.ProcessEnv = process.env): {
  executablePath: string;
  args: string[];
} {
  const executablePath = findBrowser(env);
  if (executablePath === undefined) {
    throw new Error(
      'No Chrome, Chromium or Edge found. `npm run browser` installs one; CHROMIUM_PATH names one.',
    );
  }
  return { executablePath, args: browserFlags(env) };
}
