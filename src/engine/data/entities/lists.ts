import { type Literal, parseLiteral } from '../../../core/literal';

/** Items of a list in a cell. Plain words between spaces are a list too; null for one that cannot be read. */
export function readList(cell: string): readonly string[] | null {
  const text = cell.trim();
  if (text === '') return [];
  if (!/^(?:\[|\(|(?:np\.|numpy\.)?array\()/.test(text)) return text.split(/\s+/);
  // A sentence may begin with a bracket: what is no list is words.
  const parsed = parseLiteral(text);
  if (Array.isArray(parsed)) return itemTexts(parsed);
  return text.startsWith('[') && /['"\]]$/.test(text) ? null : text.split(/\s+/);
}

/** Whether a cell is written as a list, rather than as words between spaces. */
export const isWrittenList = (cell: string): boolean => /^\s*(?:\[|(?:np\.|numpy\.)?array\()/.test(cell);

function itemTexts(items: readonly Literal[]): readonly string[] | null {
  const texts: string[] = [];
  for (const item of items) {
    if (item === null || typeof item === 'object') return null;
    texts.push(typeof item === 'string' ? item : String(item));
  }
  return texts;
}
