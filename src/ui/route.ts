/*
 * Routes are hashes: "#/train" or "#/train/{run id}". `useRoute` reads the current one, `routeTo` writes one for a
 * link, `goTo` follows one. Features use these and know nothing of the shell.
 */
import { useSyncExternalStore } from 'react';

export interface Route {
  readonly panel: string;
  readonly id: string | null;
}

/** A typed address may hold a stray "%": then it is taken as it is, and names nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** "#/labels" → labels; "#/train/r1" → train, r1; anything else → "". */
export function parseRoute(hash: string): Route {
  const [panel = '', id = ''] = hash.replace(/^#\/?/, '').split('/').map(decode);
  return { panel, id: id === '' ? null : id };
}

export function routeTo(panel: string, id?: string | null): string {
  return id === undefined || id === null ? `#/${panel}` : `#/${panel}/${encodeURIComponent(id)}`;
}

export function goTo(panel: string, id?: string | null): void {
  window.location.hash = routeTo(panel, id);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

const currentHash = (): string => window.location.hash;

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, currentHash));
}
