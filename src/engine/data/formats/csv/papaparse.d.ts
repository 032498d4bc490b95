/** What the CSV reader uses of PapaParse: its row parser. The published types would bring Node's into this realm. */
declare module 'papaparse' {
  interface ParserResult {
    readonly data: string[][];
    /** `row` is the index in `data` of the row concerned. */
    readonly errors: readonly { readonly code: string; readonly row?: number }[];
    /** `cursor` is where the last whole row ends. */
    readonly meta: { readonly cursor: number };
  }
  class Parser {
    constructor(config: { delimiter: string; newline: '\n'; quoteChar?: string; fastMode?: boolean });
    parse(input: string, baseIndex: number, ignoreLastRow: boolean): ParserResult;
  }
  const papa: { readonly Parser: typeof Parser };
  export default papa;
}
