/** "owner/name" out of what people paste: an id or the address of its page. */
export function repoOf(text: string): string {
  return text
    .trim()
    .replace(/^(https?:\/\/)?(www\.)?(huggingface\.co|hf\.co)\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/(tree|blob|resolve)\/.*$/, '')
    .replace(/\/+$/, '');
}

/** Whether it may be the id of a repository on the Hub. */
export function isRepoId(repo: string): boolean {
  return /^[\w.-]+(\/[\w.-]+)?$/.test(repo);
}
