const PEOPLE = ['Anna Berg', 'Omar', 'Mary Jane Wood', 'Li Wei'];
const PLACES = ['Oslo', 'New York', 'Lima'];
const COMPANIES = ['Corvus', 'North Bank'];

export interface TaggedSentence {
  readonly words: readonly string[];
  /** IOB2. */
  readonly tags: readonly string[];
}

/** "Anna Berg works for Corvus in Oslo ." and the like with its tags, the same each time; some begin with astral signs. */
export function taggedSentences(count: number): TaggedSentence[] {
  return Array.from({ length: count }, (_, i) => {
    const pieces = [
      ...(i % 3 === 1 ? [outside('🙂🙂')] : []),
      entity('PER', pick(PEOPLE, i)),
      outside(i % 2 === 0 ? 'works for' : 'never heard of'),
      entity('ORG', pick(COMPANIES, i * 5)),
      outside('in'),
      entity('LOC', pick(PLACES, i * 7)),
      outside('.'),
    ];
    return {
      words: pieces.flatMap(({ words }) => words),
      tags: pieces.flatMap(({ tags }) => tags),
    };
  });
}

const pick = (names: readonly string[], i: number): string => names[i % names.length] ?? '';

function entity(type: string, name: string): TaggedSentence {
  const words = name.split(' ');
  return { words, tags: words.map((_, k) => `${k === 0 ? 'B' : 'I'}-${type}`) };
}

function outside(text: string): TaggedSentence {
  const words = text.split(' ');
  return { words, tags: words.map(() => 'O') };
}

/** A row of the Hub's token-classification datasets: tags as numbers, counted in the order of `names`. */
export function jsonLine({ words, tags }: TaggedSentence, names: readonly string[]): string {
  return JSON.stringify({ tokens: words, ner_tags: tags.map((tag) => names.indexOf(tag)) });
}

/** One word a line with its tag, a blank line after each sentence. */
export function conllOf(sentences: readonly TaggedSentence[]): string {
  return sentences
    .map(({ words, tags }) => `${words.map((word, i) => `${word}\t${tags[i]}\n`).join('')}\n`)
    .join('');
}
