import { toAppError } from '../../core/contract/errors';
import type { StudioContext } from '../studio-context';
import type { NoticesSlice } from './notices';

export function createNotices({ deps, patch }: StudioContext): NoticesSlice {
  return {
    items: [],
    report: (thrown) => {
      const { failure } = toAppError(thrown);
      if (failure.code === 'WORKER_CANCELLED') return;
      const notice = { id: deps.newId(), failure, at: deps.now() };
      patch('notices', ({ items }) => ({ items: [...items, notice] }));
    },
    dismiss: (id) => patch('notices', ({ items }) => ({ items: items.filter((notice) => notice.id !== id) })),
    withdraw: (code) =>
      patch('notices', ({ items }) => ({ items: items.filter(({ failure }) => failure.code !== code) })),
  };
}
