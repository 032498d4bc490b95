import { createHash } from 'node:crypto';
import { decodeLz4 } from './lz4';

const SHARD_HEADER = 48;
const ENTRY = 48;
const CHUNK_HEADER = 8;
const WITH_VERIFICATION = 0x80000000;
const WITH_METADATA = 0x40000000;
const GROUPED = 2;
const BOOKEND = 'f'.repeat(64);

/** Storage by Xet: xorbs of chunks, and shards that say which chunks make a file. */
export class XetStore {
  private readonly xorbs = new Map<string, readonly Buffer[]>();

  putXorb(hash: string, bytes: Buffer): void {
    this.xorbs.set(hash, [...chunksOf(bytes)]);
  }

  /** The files that a shard describes, put together; throws where their own hash says otherwise. */
  putShard(shard: Buffer): ReadonlyMap<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (let at = SHARD_HEADER; hashAt(shard, at) !== BOOKEND; ) {
      const flags = shard.readUInt32LE(at + 32);
      const terms = shard.readUInt32LE(at + 36);
      const content = Buffer.concat(
        Array.from({ length: terms }, (_, i) => this.chunks(shard, at + ENTRY * (1 + i))).flat(),
      );
      at += ENTRY * (1 + terms + ((flags & WITH_VERIFICATION) === 0 ? 0 : terms));
      if ((flags & WITH_METADATA) === 0) throw new RangeError('a file without its sha256');
      const sha256 = hashAt(shard, at);
      at += ENTRY;
      if (createHash('sha256').update(content).digest('hex') !== sha256) throw new RangeError('another file');
      files.set(sha256, content);
    }
    return files;
  }

  private chunks(shard: Buffer, at: number): readonly Buffer[] {
    const chunks = this.xorbs.get(hashAt(shard, at));
    if (chunks === undefined) throw new RangeError('no such xorb');
    return chunks.slice(shard.readUInt32LE(at + 40), shard.readUInt32LE(at + 44));
  }
}

/** 32 bytes in groups of 8, each with its last byte first. */
function hashAt(bytes: Buffer, at: number): string {
  return [0, 8, 16, 24]
    .map((i) =>
      Buffer.from(bytes.subarray(at + i, at + i + 8))
        .reverse()
        .toString('hex'),
    )
    .join('');
}

function* chunksOf(xorb: Buffer): Generator<Buffer> {
  for (let at = 0; at < xorb.length; ) {
    const length = xorb.readUIntLE(at + 1, 3);
    const scheme = xorb[at + 4];
    const size = xorb.readUIntLE(at + 5, 3);
    const stored = xorb.subarray(at + CHUNK_HEADER, at + CHUNK_HEADER + length);
    at += CHUNK_HEADER + length;
    if (scheme === 0) yield stored;
    else yield scheme === GROUPED ? ungroup(decodeLz4(stored, size)) : decodeLz4(stored, size);
  }
}

/** Every fourth byte from the first, then from the second, …: back in their order. */
function ungroup(grouped: Buffer): Buffer {
  const out = Buffer.alloc(grouped.length);
  let from = 0;
  for (let first = 0; first < 4; first++) {
    for (let to = first; to < out.length; to += 4) out[to] = grouped[from++] ?? 0;
  }
  return out;
}
