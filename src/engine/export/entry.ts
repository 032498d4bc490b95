import type { ByteSink } from '../checkpoint/safetensors-write';

/** One file of an export, written when its turn comes. */
export interface ExportEntry {
  readonly name: string;
  /** About how large it will be: a zip must know before of a file that reaches 4 GiB. Unsaid, it does not. */
  readonly sizeBytes?: number;
  write(sink: ByteSink): Promise<void>;
}

export function textEntry(name: string, text: string): ExportEntry {
  return { name, write: (sink) => sink.write(new TextEncoder().encode(text)) };
}
