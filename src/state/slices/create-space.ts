import { orNotice, type StudioContext } from '../studio-context';
import type { SpaceSlice } from './space';

export function createSpace(context: StudioContext): SpaceSlice {
  const { deps, get, patch } = context;
  let hasAsked = false;
  return {
    report: null,
    refresh: async () => {
      const report = await orNotice(context, () => deps.files.space());
      if (report !== null) patch('space', { report });
    },
    requestPersistence: async () => {
      if (hasAsked || get().space.report?.persisted === true) return;
      hasAsked = true;
      await orNotice(context, () => deps.browser.persist());
      await get().space.refresh();
    },
  };
}
