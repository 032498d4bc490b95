import { describe, expect, it } from 'vitest';
import { licenceOf } from './model-card';

describe('licenceOf', () => {
  it.each([
    ['---\nlanguage: en\nlicense: apache-2.0\n---\n# A', 'apache-2.0'],
    ['---\r\nlicense: "mit" # as upstream\r\n---\r\n', 'mit'],
    ['---\nlicense: other\nlicense_name: own\n---', 'other'],
    ['---\nlanguage: en\n---\nlicense: mit', null],
    ['license: mit', null],
    ['', null],
  ])('%j', (readme, licence) => {
    expect(licenceOf(readme)).toBe(licence);
  });
});
