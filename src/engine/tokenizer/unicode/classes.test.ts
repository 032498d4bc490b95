import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import goldenVectors from '../../testing/vectors/tokenizer_golden.json';
import { bertNormalizer } from '../normalizers/bert';
import { bertPreTokenizer } from '../pre-tokenizers/bert';
import { originalText, wholeText } from '../working-text';

const BLOCK = 4096;

/** Each code point of a block between letters. */
function block(index: number): string {
  let text = '';
  for (let c = index * BLOCK; c < (index + 1) * BLOCK; c++) {
    if (c < 0xd800 || c > 0xdfff) text += `a${String.fromCodePoint(c)}b`;
  }
  return text;
}

const normalize = (options: { clean: boolean; chinese: boolean; strip: boolean; lower: boolean }) => {
  const normalizer = bertNormalizer({
    type: 'BertNormalizer',
    clean_text: options.clean,
    handle_chinese_chars: options.chinese,
    strip_accents: options.strip,
    lowercase: options.lower,
  });
  return (text: string) => normalizer.normalize(originalText(text, 0)).text;
};

const MODES: Record<keyof typeof goldenVectors.sweep, (text: string) => string> = {
  uncased: normalize({ clean: true, chinese: true, strip: true, lower: true }),
  cased: normalize({ clean: true, chinese: true, strip: false, lower: false }),
  lowercase: normalize({ clean: false, chinese: false, strip: false, lower: true }),
  pieces: (text) => {
    const { bounds } = bertPreTokenizer.split(wholeText(originalText(text, 0)));
    const pieces: string[] = [];
    for (let i = 0; i < bounds.length; i += 2) pieces.push(text.slice(bounds[i], bounds[i + 1]));
    return pieces.join('\n');
  },
};

describe('every code point of Unicode', () => {
  it.each(['uncased', 'cased', 'lowercase', 'pieces'] as const)('%s: as the Rust library', (mode) => {
    const expected = goldenVectors.sweep[mode];
    const differing = expected.flatMap((sum, i) => (crc32(MODES[mode](block(i))) === sum ? [] : [i]));
    expect(expected).toHaveLength(272);
    expect(differing).toEqual([]);
  });
});
