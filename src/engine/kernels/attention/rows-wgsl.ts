/** Rows of a head that belong together: keys with their values, queries with the gradients of their results. */
export type Kind = 'keys' | 'queries';
/** The first or the second of them. */
export type Part = 'a' | 'b';

interface Place {
  readonly array: string;
  /** WGSL of the place of a token's first vector. */
  readonly start: (token: string) => string;
}

export const PLACES: Readonly<Record<Kind, Readonly<Record<Part, Place>>>> = {
  keys: {
    a: { array: 'qkv', start: (token) => `at(batch, head, ${token}) + to_key()` },
    b: { array: 'qkv', start: (token) => `at(batch, head, ${token}) + to_value()` },
  },
  queries: {
    a: { array: 'qkv', start: (token) => `at(batch, head, ${token})` },
    b: { array: 'dy', start: (token) => `row_at(batch, head, ${token})` },
  },
};

/** What the code of a pass follows from. */
export interface Pass {
  /** The rows that a lane goes through; its own is of the other kind. */
  readonly others: Kind;
  readonly headSize: number;
  readonly dropout: boolean;
}

/** How the lanes of a form come by the rows that they go through, four at a time, in the order of `order.ts`. */
export interface RowSource {
  /** WGSL put before everything else. */
  readonly enable: string;
  /** Whether a lane's own row is kept in registers; else it is read again and again. */
  readonly keepsOwn: boolean;
  /** Whether a lane may leave out what its neighbours do not. */
  readonly mayBranch: boolean;
  /** WGSL before `main`. */
  declarations(pass: Pass): string;
  /**
   * WGSL at the beginning of `main`: declares the text `batch`, `head` and `token` that the lane works for, its number
   * `own` among all of them, and whether it `is_own`, so that results are to be stored.
   */
  readonly place: string;
  /** WGSL that runs `body` for each four rows, `block` … `block` + 3. */
  loop(pass: Pass, body: string): string;
  /**
   * WGSL within the loop that declares `real`: which of the four count, and what `vectors` needs. For queries `log_sums`
   * and `deltas`, of their statistics, and `keep`, by which their probabilities are multiplied, as well.
   */
  block(pass: Pass): string;
  /** WGSL within a loop over d that declares vectors d of the four rows: `a0` … `a3`, or b. */
  vectors(pass: Pass, part: Part): string;
}

export const FOUR = [0, 1, 2, 3] as const;
export const four = (element: (i: number) => string) => FOUR.map(element).join(', ');

/** WGSL of the index of row i of a block, for a lane that works for `token`. */
export const rowOf = (i: number) => `(${i}u ^ (token & 3u))`;

/** WGSL of `keep`; all of it is 1 without dropout. */
export const keepWgsl = ({ dropout }: Pass, one: (i: number) => string) =>
  `let keep = vec4<f32>(${dropout ? four(one) : '1.0'});`;
