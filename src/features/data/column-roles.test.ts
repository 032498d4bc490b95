import { describe, expect, it } from 'vitest';
import type { ColumnMapping } from '../../core/contract/dataset';
import {
  assignRole,
  draftOf,
  mappingOf,
  missingRoles,
  roleOf,
  rolesOf,
  suggestedLayout,
  withLayout,
} from './column-roles';

const mapping = {
  task: 'text-classification',
  text: 'title',
  textPair: null,
  label: 'kind',
  split: null,
} as const;

const lists = { task: 'token-classification', layout: 'lists', tokens: 'w', tags: 't', split: 's' } as const;

describe('column roles', () => {
  it('moves a role from one column to another', () => {
    const draft = assignRole(draftOf(mapping), 'body', 'text');
    expect(roleOf(draft, 'body')).toBe('text');
    expect(roleOf(draft, 'title')).toBe('unused');
    expect(mappingOf(draft)).toEqual({ ...mapping, text: 'body' });
  });

  it('frees the role a column had', () => {
    const draft = assignRole(draftOf(mapping), 'kind', 'split');
    expect(draft).toEqual({ layout: 'texts', columns: { text: 'title', split: 'kind' } });
    expect(mappingOf(draft)).toBeNull();
    expect(missingRoles(draft)).toBe('Choose which column holds the labels.');
  });

  it('starts from nothing', () => {
    expect(missingRoles(draftOf(null))).toMatch(/texts and which the labels/);
    const draft = assignRole(assignRole(draftOf(null), 'a', 'text'), 'b', 'label');
    expect(missingRoles(draft)).toBeNull();
    expect(mappingOf(draft)).toEqual({ ...mapping, text: 'a', label: 'b' });
  });

  it.each<ColumnMapping>([
    mapping,
    lists,
    { task: 'token-classification', layout: 'rows', token: 'w', tag: 't', sentence: null, split: null },
    { task: 'token-classification', layout: 'rows', token: 'w', tag: 't', sentence: 'n', split: 's' },
    { task: 'token-classification', layout: 'spans', text: 'x', spans: 'y', answer: 'z', split: null },
  ])('says the same mapping again: %j', (each) => {
    const draft = draftOf(each);
    expect(mappingOf(draft)).toEqual(each);
    expect(missingRoles(draft)).toBeNull();
    expect(rolesOf(draft)).toContain('split');
  });
});

describe('another layout', () => {
  const file = { proposal: mapping, alternatives: [lists] };

  it('takes what a file suggests, and back', () => {
    const files = [file] as never[];
    const draft = withLayout(draftOf(mapping), 'lists', files);
    expect(mappingOf(draft)).toEqual(lists);
    expect(mappingOf(withLayout(draft, 'texts', files))).toEqual(mapping);
  });

  it('is the one that a file suggests for the task', () => {
    const spans = {
      task: 'token-classification',
      layout: 'spans',
      text: 'x',
      spans: 'y',
      answer: null,
      split: null,
    };
    const files = [{ proposal: mapping, alternatives: [spans, lists] }] as never[];
    expect(suggestedLayout('token-classification', files)).toBe('spans');
    expect(suggestedLayout('text-classification', files)).toBe('texts');
    expect(suggestedLayout('token-classification', [{ proposal: null, alternatives: [] }] as never[])).toBe(
      'lists',
    );
  });

  it('keeps what both have where no file suggests any', () => {
    const draft = withLayout(draftOf({ ...mapping, split: 'part' }), 'spans', []);
    expect(draft).toEqual({ layout: 'spans', columns: { text: 'title', split: 'part' } });
    expect(missingRoles(draft)).toBe('Choose which column holds the positions of entities.');
  });
});
