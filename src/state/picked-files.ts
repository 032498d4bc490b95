/** A file of a chosen folder under its path: the worker sees the name alone. */
export function withPath(file: File): File {
  const path = 'webkitRelativePath' in file ? file.webkitRelativePath : '';
  return path === '' ? file : new File([file], path, { type: file.type });
}

/** The folder the files come from, or the name of the first file without its ending. */
export function folderName(files: readonly File[]): string {
  const [folder, ...rest] = files[0]?.name.split('/') ?? [];
  if (folder === undefined) return 'model';
  return rest.length > 0 ? folder : folder.replace(/\.[^.]*$/, '');
}
