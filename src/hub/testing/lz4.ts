/** An LZ4 frame as the Hub's client writes it: blocks without checksums, then four zero bytes. */
export function decodeLz4(frame: Buffer, size: number): Buffer {
  const out = Buffer.alloc(size);
  let written = 0;
  // magic number, flags, block size, header checksum
  for (let at = 7; ; ) {
    const word = frame.readUInt32LE(at);
    at += 4;
    if (word === 0) break;
    const length = word & 0x7fffffff;
    const block = frame.subarray(at, at + length);
    written = word >>> 31 === 1 ? written + block.copy(out, written) : decodeBlock(block, out, written);
    at += length;
  }
  if (written !== size) throw new RangeError(`${written} of ${size} bytes`);
  return out;
}

function decodeBlock(block: Buffer, out: Buffer, begin: number): number {
  let at = 0;
  let to = begin;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15) {
      let more: number;
      do length += more = block[at++] ?? 0;
      while (more === 255);
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = lengthOf(token >> 4);
    block.copy(out, to, at, at + literals);
    at += literals;
    to += literals;
    if (at >= block.length) break;
    const from = to - block.readUInt16LE(at);
    at += 2;
    const length = lengthOf(token & 15) + 4;
    // May overlap what is being written: byte by byte.
    for (let i = 0; i < length; i++) out[to + i] = out[from + i] ?? 0;
    to += length;
  }
  return to;
}
