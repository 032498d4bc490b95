/** The bytes of a chunk on a buffer that is not shared: what the browser's writers take. */
export function toBytes(chunk: Uint8Array | string): Uint8Array<ArrayBuffer> {
  if (typeof chunk === 'string') return new TextEncoder().encode(chunk);
  const { buffer } = chunk;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk);
}

/** Pieces of a blob, read one after the other. */
export async function* blobChunks(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const CHUNK_BYTES = 4 * 1024 * 1024;
  for (let at = 0; at < blob.size; at += CHUNK_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + CHUNK_BYTES).arrayBuffer());
  }
}

export async function* chunksOf(data: Uint8Array | string | Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (data instanceof Blob) yield* blobChunks(data);
  else yield toBytes(data);
}
