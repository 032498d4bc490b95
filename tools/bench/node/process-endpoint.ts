import type { ChildProcess } from 'node:child_process';
import type { Endpoint } from 'comlink';

/** Comlink's way to the other end of a process's channel: a child's, or, from within a child, the parent's. */
export function processEndpoint(channel: ChildProcess | NodeJS.Process): Endpoint {
  const wrapped = new Map<EventListenerOrEventListenerObject, (data: unknown) => void>();
  return {
    // Comlink says goodbye when a proxy is collected, which may be long after the process ended.
    postMessage(message) {
      if (channel.connected) channel.send?.(message);
    },
    addEventListener(_, listener) {
      const onMessage = (data: unknown) => {
        const event = new MessageEvent('message', { data });
        if (typeof listener === 'function') listener(event);
        else listener.handleEvent(event);
      };
      wrapped.set(listener, onMessage);
      channel.on('message', onMessage);
    },
    removeEventListener(_, listener) {
      const onMessage = wrapped.get(listener);
      if (onMessage !== undefined) channel.off('message', onMessage);
      wrapped.delete(listener);
    },
  };
}
