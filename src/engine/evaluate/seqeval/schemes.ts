export const PREFIXES = ['I', 'O', 'B', 'E', 'S', 'U', 'L'] as const;
export type Prefix = (typeof PREFIXES)[number];

/** Two neighbouring prefixes ("*" is any) and whether their types must be equal. */
type Pattern = readonly [previous: Prefix | '*', current: Prefix | '*', types: 'any' | 'same' | 'different'];

/** When a tag starts an entity, goes on with one, or shows that the one before it has ended. */
export interface SchemeRules {
  readonly allowed: string;
  readonly start: readonly Pattern[];
  readonly inside: readonly Pattern[];
  readonly end: readonly Pattern[];
}

/** seqeval's strict mode (scheme.py), scheme by scheme. */
export const SCHEMES = {
  IOB1: {
    allowed: 'IOB',
    start: [
      ['O', 'I', 'any'],
      ['I', 'I', 'different'],
      ['B', 'I', 'any'],
      ['I', 'B', 'same'],
      ['B', 'B', 'same'],
    ],
    inside: [
      ['B', 'I', 'same'],
      ['I', 'I', 'same'],
    ],
    end: [
      ['I', 'I', 'different'],
      ['I', 'O', 'any'],
      ['I', 'B', 'any'],
      ['B', 'O', 'any'],
      ['B', 'I', 'different'],
      ['B', 'B', 'same'],
    ],
  },
  IOB2: {
    allowed: 'IOB',
    start: [['*', 'B', 'any']],
    inside: [
      ['B', 'I', 'same'],
      ['I', 'I', 'same'],
    ],
    end: [
      ['I', 'O', 'any'],
      ['I', 'I', 'different'],
      ['I', 'B', 'any'],
      ['B', 'O', 'any'],
      ['B', 'I', 'different'],
      ['B', 'B', 'any'],
    ],
  },
  IOE1: {
    allowed: 'IOE',
    start: [
      ['O', 'I', 'any'],
      ['I', 'I', 'different'],
      ['E', 'I', 'any'],
      ['E', 'E', 'same'],
    ],
    inside: [
      ['I', 'I', 'same'],
      ['I', 'E', 'same'],
    ],
    end: [
      ['I', 'I', 'different'],
      ['I', 'O', 'any'],
      ['I', 'E', 'different'],
      ['E', 'I', 'same'],
      ['E', 'E', 'same'],
    ],
  },
  IOE2: {
    allowed: 'IOE',
    start: [
      ['O', 'I', 'any'],
      ['O', 'E', 'any'],
      ['E', 'I', 'any'],
      ['E', 'E', 'any'],
      ['I', 'I', 'different'],
      ['I', 'E', 'different'],
    ],
    inside: [
      ['I', 'E', 'same'],
      ['I', 'I', 'same'],
    ],
    end: [['E', '*', 'any']],
  },
  IOBES: {
    allowed: 'IOBES',
    start: [
      ['*', 'B', 'any'],
      ['*', 'S', 'any'],
    ],
    inside: [
      ['B', 'I', 'same'],
      ['B', 'E', 'same'],
      ['I', 'I', 'same'],
      ['I', 'E', 'same'],
    ],
    end: [
      ['S', '*', 'any'],
      ['E', '*', 'any'],
    ],
  },
  BILOU: {
    allowed: 'BILOU',
    start: [
      ['*', 'B', 'any'],
      ['*', 'U', 'any'],
    ],
    inside: [
      ['B', 'I', 'same'],
      ['B', 'L', 'same'],
      ['I', 'I', 'same'],
      ['I', 'L', 'same'],
    ],
    end: [
      ['U', '*', 'any'],
      ['L', '*', 'any'],
    ],
  },
} as const satisfies Readonly<Record<string, SchemeRules>>;
export type StrictScheme = keyof typeof SCHEMES;

/** Prefixes that occur together, in alphabetical order, and the scheme that seqeval takes them for. */
const SCHEME_BY_PREFIXES: Readonly<Record<string, StrictScheme>> = {
  BIO: 'IOB2',
  BI: 'IOB2',
  BO: 'IOB2',
  B: 'IOB2',
  EIO: 'IOE2',
  EI: 'IOE2',
  EO: 'IOE2',
  E: 'IOE2',
  BEIOS: 'IOBES',
  BEIS: 'IOBES',
  BEOS: 'IOBES',
  BES: 'IOBES',
  BEIO: 'IOBES',
  BEI: 'IOBES',
  BEO: 'IOBES',
  BE: 'IOBES',
  S: 'IOBES',
  BILOU: 'BILOU',
  BILU: 'BILOU',
  BLOU: 'BILOU',
  BLU: 'BILOU',
  BILO: 'BILOU',
  BIL: 'BILOU',
  BLO: 'BILOU',
  BL: 'BILOU',
  U: 'BILOU',
};

/** The scheme that seqeval's auto_detect finds for the prefixes seen; null where it raises. */
export function detectScheme(prefixes: Iterable<string>): StrictScheme | null {
  const key = [...new Set(prefixes)].sort().join('');
  return (Object.hasOwn(SCHEME_BY_PREFIXES, key) ? SCHEME_BY_PREFIXES[key] : undefined) ?? null;
}
