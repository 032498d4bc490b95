import { type FileScheme, type TagScheme, tagSchemeSchema } from '../../../core/contract/dataset';
import { readTags, SCHEME_PREFIXES, splitTag } from './scheme';

/** Schemes with prefixes; of two that fit equally well, the first is taken. */
const ORDER: readonly TagScheme[] = ['IOB2', 'IOB1', 'IOBES', 'BILOU', 'IOE2', 'IOE1'];
/** Fewer tags without a prefix than this share are mistakes among tags with one. */
const PLAIN_SHARE = 0.5;

/** Finds out how the tags of a file are written, over all of its sentences. */
export class SchemeEvidence {
  private readonly letters = new Map<string, number>();
  private plain = 0;
  private readonly contradictions = new Map<TagScheme, number>();

  add(tags: readonly string[]): void {
    for (const tag of tags) {
      if (tag === 'O' || tag === '') continue;
      const letter = splitTag(tag)?.letter;
      if (letter === undefined) this.plain++;
      else this.letters.set(letter, (this.letters.get(letter) ?? 0) + 1);
    }
    for (const scheme of ORDER) {
      const { illFormed } = readTags(scheme, tags);
      if (illFormed.length > 0) this.contradictions.set(scheme, (this.contradictions.get(scheme) ?? 0) + 1);
    }
  }

  /** `chosen` is the person's word, or null. */
  finish(fileId: string, chosen: TagScheme | null): FileScheme {
    const found = this.found();
    const fitting = tagSchemeSchema.options.filter((scheme) => this.fits(scheme));
    return {
      fileId,
      scheme: chosen ?? found,
      found,
      contradictions: Object.fromEntries(
        fitting.map((scheme) => [scheme, this.contradictions.get(scheme) ?? 0]),
      ),
    };
  }

  private found(): TagScheme {
    const prefixed = [...this.letters.values()].reduce((sum, count) => sum + count, 0);
    if (this.plain > PLAIN_SHARE * (this.plain + prefixed)) return 'IO';
    const fitting = ORDER.filter((scheme) => this.fits(scheme));
    const count = (scheme: TagScheme): number => this.contradictions.get(scheme) ?? 0;
    return fitting.reduce<TagScheme>(
      (best, scheme) => (count(scheme) < count(best) ? scheme : best),
      fitting[0] ?? 'IOB2',
    );
  }

  /** Whether nearly all letters are the scheme's own. */
  private fits(scheme: TagScheme): boolean {
    if (scheme === 'IO') return this.letters.size === 0;
    let strangers = 0;
    let all = 0;
    for (const [letter, count] of this.letters) {
      all += count;
      if (!(letter in SCHEME_PREFIXES[scheme])) strangers += count;
    }
    return strangers <= all / 100;
  }
}
