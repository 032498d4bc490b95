import type { BrowserContext, Page } from 'playwright';

/** What the browser reports about a page while it is used. */
export interface Watch {
  readonly requestsOffOrigin: readonly string[];
  /** Errors in the console, violations of the content security policy, exceptions nobody caught; of workers too. */
  readonly consoleErrors: readonly string[];
}

const LOCAL_SCHEMES = ['data:', 'blob:'];

/** Listens to every page of a context; to be called before the first one is opened. */
export function watch(context: BrowserContext, origin: string): Watch {
  const requestsOffOrigin: string[] = [];
  const consoleErrors: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !LOCAL_SCHEMES.includes(protocol)) requestsOffOrigin.push(request.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  context.on('weberror', (error) => consoleErrors.push(String(error.error())));
  context.on('page', (page: Page) => page.on('crash', () => consoleErrors.push('the page crashed')));
  return { requestsOffOrigin, consoleErrors };
}
