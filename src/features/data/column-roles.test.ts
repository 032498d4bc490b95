import { describe, expect, it } from 'vitest';
import { assignRole, draftOf, mappingOf, missingRoles, roleOf } from './column-roles';

const mapping = {
  task: 'text-classification',
  text: 'title',
  textPair: null,
  label: 'kind',
  split: null,
} as const;

describe('column roles', () => {
  it('moves a role from one column to another', () => {
    const draft = assignRole(draftOf(mapping), 'body', 'text');
    expect(roleOf(draft, 'body')).toBe('text');
    expect(roleOf(draft, 'title')).toBe('unused');
    expect(mappingOf(draft)).toEqual({ ...mapping, text: 'body' });
  });

  it('frees the role a column had', () => {
    const draft = assignRole(draftOf(mapping), 'kind', 'split');
    expect(draft).toEqual({ text: 'title', textPair: null, label: null, split: 'kind' });
    expect(mappingOf(draft)).toBeNull();
    expect(missingRoles(draft)).toBe('Choose which column holds the labels.');
  });

  it('starts from nothing', () => {
    expect(missingRoles(draftOf(null))).toMatch(/texts and which the labels/);
    const draft = assignRole(assignRole(draftOf(null), 'a', 'text'), 'b', 'label');
    expect(missingRoles(draft)).toBeNull();
    expect(mappingOf(draft)).toEqual({ ...mapping, text: 'a', label: 'b' });
  });
});
