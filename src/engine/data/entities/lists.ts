import { parseLiteral } from '../../../core/literal';

/** Items of a list in a cell. Plain words between spaces are a list too; null for one that cannot be read. */
export function readList(cell: string): readonly string[] | null {
  const text = cell.trim();
  if (text === '') return [];
  if (!/^(?:\[|\(|(?:np\.|numpy\.)?array\()/.test(text)) return text.split(/\s+/);
  // A sentence may begin with a bracket: what is no list is words.
  const parsed = parseList(text);
  if (Array.isArray(parsed)) return itemTexts(parsed);
  return text.startsWith('[') && /['"\]]$/.test(text) ? null : text.split(/\s+/);
}

/** JSON is by far the commonest, and quickly read. */
function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseLiteral(text);
  }
}

/** Whether a cell is written as a list, rather than as words between spaces. */
export const isWrittenList = (cell: string): boolean => /^\s*(?:\[|(?:np\.|numpy\.)?array\()/.test(cell);

function itemTexts(items: readonly unknown[]): readonly string[] | null {
  const texts: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') texts.push(item);
    else if (typeof item === 'number' || typeof item === 'boolean') texts.push(String(item));
    else return null;
  }
  return texts;
}
