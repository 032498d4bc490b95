const NAMES = ['NotReadableError', 'NotFoundError'];

/** Whether the browser could not read the bytes of a file that was there when it was opened: deleted or replaced since. */
export function isUnreadable(thrown: unknown): boolean {
  return (thrown instanceof DOMException || thrown instanceof Error) && NAMES.includes(thrown.name);
}
