import type { Decoder } from './decoder';

const BYTE = /^<0x([0-9A-Fa-f]{2})>$/;

/** Runs of byte tokens as UTF-8; a run that is none becomes one U+FFFD for each byte. */
export const byteFallbackDecoder: Decoder = (tokens) => {
  const texts: string[] = [];
  let run: number[] = [];
  const flush = (): void => {
    if (run.length === 0) return;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(run));
    const isValid =
      !text.includes('\ufffd') || new TextEncoder().encode(text).every((byte, i) => byte === run[i]);
    texts.push(...(isValid ? [text] : run.map(() => '\ufffd')));
    run = [];
  };
  for (const token of tokens) {
    const byte = BYTE.exec(token)?.[1];
    if (byte !== undefined) {
      run.push(Number.parseInt(byte, 16));
    } else {
      flush();
      texts.push(token);
    }
  }
  flush();
  return texts;
};
