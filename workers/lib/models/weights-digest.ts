/** Read at once: a model need not fit into memory. */
const PART_BYTES = 16 * 1024 * 1024;

/**
 * What tells weights from others, whenever and under whatever name they came: the SHA-256 over the SHA-256 of each
 * 16 MiB of the file (Web Crypto cannot hash a stream), as 64 hex digits.
 */
export async function weightsDigest(weights: Blob): Promise<string> {
  const parts: ArrayBuffer[] = [];
  for (let start = 0; start < weights.size; start += PART_BYTES) {
    parts.push(await sha256(weights.slice(start, start + PART_BYTES)));
  }
  const digest = new Uint8Array(await sha256(new Blob(parts)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function sha256(blob: Blob): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
}
