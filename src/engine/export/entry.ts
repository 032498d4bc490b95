import type { ByteSink } from '../checkpoint/safetensors-write';

/** One file of an export, written when its turn comes. */
export interface ExportEntry {
  readonly name: string;
  write(sink: ByteSink): Promise<void>;
}

export function textEntry(name: string, text: string): ExportEntry {
  return { name, write: (sink) => sink.write(new TextEncoder().encode(text)) };
}
