/** "owner/name" out of what people paste: an id or the address of its page. */
export function repoOf(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\/(www\.)?(huggingface\.co|hf\.co)\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/(tree|blob|resolve)\/.*$/, '')
    .replace(/\/+$/, '');
}

export function isRepoId(repo: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)?$/.test(repo);
}
