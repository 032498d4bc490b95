const NUMBER = /^[+-]?(\d{1,3}([ ,.']\d{3})+|\d+)([.,]\d+)?(e[+-]?\d+)?%?$/iu;
const DATE =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2}|[ap]m)?)?$/iu;

export const isNumeric = (cell: string): boolean => NUMBER.test(cell);
export const isDate = (cell: string): boolean => DATE.test(cell);
export const isWholeNumber = (cell: string): boolean => /^\d{1,15}$/.test(cell);

/** A tag with a prefix of any scheme, or O. */
export const isTag = (cell: string): boolean => /^(?:O|[BIESLU]-\S.*)$/u.test(cell);
