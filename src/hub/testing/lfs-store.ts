import { createHash } from 'node:crypto';

/** Large files by their sha256, whichever way they came. */
export class LfsStore {
  readonly objects = new Map<string, Buffer>();
  private readonly parts = new Map<string, Map<number, Buffer>>();

  /** Throws where the bytes have another hash. */
  put(oid: string, bytes: Buffer): void {
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== oid) throw new RangeError(`sent ${found} as ${oid}`);
    this.objects.set(oid, bytes);
  }

  /** Returns the part's ETag. */
  putPart(oid: string, number: number, bytes: Buffer): string {
    const parts = this.parts.get(oid) ?? new Map<number, Buffer>();
    this.parts.set(oid, parts.set(number, bytes));
    return tagOf(bytes);
  }

  /** Puts the named parts together. Throws where an ETag or the whole is not right. */
  complete(oid: string, named: readonly { readonly partNumber: number; readonly etag: string }[]): void {
    const parts = named.map(({ partNumber, etag }) => {
      const part = this.parts.get(oid)?.get(partNumber);
      if (part === undefined || tagOf(part) !== etag)
        throw new RangeError(`part ${partNumber} is not what it was`);
      return part;
    });
    this.put(oid, Buffer.concat(parts));
  }
}

const tagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
