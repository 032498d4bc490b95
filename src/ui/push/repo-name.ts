/** Whether the Hub takes a name for a repository: letters, digits, ".", "-" and "_", no dot or dash at the ends or doubled. */
export function isRepoName(name: string): boolean {
  return /^[\w.-]{1,96}$/.test(name) && !/^[.-]|[.-]$|--|\.\./.test(name) && !name.endsWith('.git');
}

/** A name that the Hub takes, out of one for people: "MiniLM on mails, lr 5e-5" → "minilm-on-mails-lr-5e-5". */
export function suggestedRepoName(name: string, otherwise: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, 90)
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return isRepoName(slug) ? slug : otherwise;
}
