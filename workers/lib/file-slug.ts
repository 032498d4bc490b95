/** A file name that every system takes. */
export function fileSlug(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\w.-]+/g, '-');
  return plain.replace(/^[-.]+|[-.]+$/g, '').slice(0, 80) || 'model';
}
