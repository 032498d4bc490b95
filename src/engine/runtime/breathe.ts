/**
 * Lets messages in: resolves in a later task of the event loop. A message to oneself is not throttled in a hidden
 * tab, as timers are.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
