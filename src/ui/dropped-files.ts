/** A file whose name is its path, so that a folder's structure survives; the bytes are not copied. */
function named(file: File, path: string): File {
  return path === file.name
    ? file
    : new File([file], path, { type: file.type, lastModified: file.lastModified });
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // The reader hands out batches until an empty one.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [named(file, entry.fullPath.replace(/^\//, ''))];
  }
  if (!isFolder(entry)) return [];
  const children = await childrenOf(entry);
  return (await Promise.all(children.map(filesBelow))).flat();
}

/** All files of a drop, folders opened; names are paths that begin with the dropped folder. */
export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the first await: the transfer is emptied after the event.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  const known = entries.filter((entry) => entry !== null);
  if (known.length === 0) return plain;
  return (await Promise.all(known.map(filesBelow))).flat();
}

/** Files of an input element; of a folder input with their paths as names. */
export function filesOfInput(list: FileList | null): File[] {
  return [...(list ?? [])].map((file) => named(file, file.webkitRelativePath || file.name));
}
