import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import { AlignedPoints, Changes } from '../aligned-points';
import { clusterEnds } from '../unicode/graphemes';
import { isAscii } from '../working-text';
import { Charsmap } from './charsmap';
import type { Normalizer } from './normalizer';

export const precompiledSchema = z.object({
  type: z.literal('Precompiled'),
  /** Base64. */
  precompiled_charsmap: z.string(),
});

/** Clusters of more UTF-8 bytes are looked up character by character. */
const LONGEST_CLUSTER = 5;
const CACHED = 20_000;

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (error) {
    const details = { part: 'normalizer', type: 'Precompiled, malformed' };
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', details, { cause: error });
  }
}

/** Precompiled of the Rust library: SentencePiece's character map, applied to grapheme clusters. */
export function precompiled(options: z.infer<typeof precompiledSchema>): Normalizer {
  const charsmap = new Charsmap(fromBase64(options.precompiled_charsmap));
  const encoder = new TextEncoder();
  const cache = new Map<string, string | null>();

  /** What replaces a cluster or a character; null where nothing does. */
  function find(part: string, longest: number): string | null {
    const known = cache.get(part);
    if (known !== undefined) return known;
    const bytes = encoder.encode(part);
    if (bytes.length > longest) return null;
    const found = charsmap.find(bytes);
    if (cache.size >= CACHED) cache.clear();
    cache.set(part, found);
    return found;
  }

  const isKept = Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    return (find(character, 1) ?? character) === character;
  });
  /** ASCII text is full of clusters of one character, but for the line end of two. */
  function isUnchanged(text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!isKept[code] || (code === 10 && text.charCodeAt(i - 1) === 13)) return false;
    }
    return true;
  }

  return {
    lowercase: false,
    normalize(text) {
      if (isAscii(text.text) && isUnchanged(text.text)) return text;
      const source = AlignedPoints.from(text);
      const changes = new Changes();
      let begin = 0;
      for (const end of clusterEnds(source.points)) {
        const cluster = source.points.slice(begin, end);
        const replaced =
          cluster.length <= LONGEST_CLUSTER ? find(String.fromCodePoint(...cluster), LONGEST_CLUSTER) : null;
        if (replaced !== null) {
          pushReplacement(changes, cluster.length, replaced);
        } else {
          for (const point of cluster) {
            const single = find(String.fromCodePoint(point), 4);
            if (single === null) changes.push(point, 0);
            else pushReplacement(changes, 1, single);
          }
        }
        begin = end;
      }
      return source.transform(changes).toText();
    },
  };
}

/** `replacement` for `count` characters: what it has more is put in at its end, what it has less falls away there. */
function pushReplacement(target: Changes, count: number, replacement: string): void {
  const points = Array.from(replacement, (character) => character.codePointAt(0) ?? 0);
  for (const [i, point] of points.entries()) target.push(point, i < count ? 0 : 1);
  const removed = count - points.length;
  const last = target.changes.length - 1;
  // Characters removed before anything was written are not accounted for, as in the Rust library.
  if (removed > 0 && last >= 0) target.changes[last] = (target.changes[last] ?? 0) - removed;
}
