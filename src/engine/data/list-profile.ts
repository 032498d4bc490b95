import { isTag, isWholeNumber } from './cell-kinds';
import { isWrittenList, readList } from './entities/lists';
import { readSpans } from './entities/spans';

/** Reading lists takes a while: so many cells say enough about a column. */
const SAMPLE = 2000;
/** Distinct items are counted up to this many. */
const DISTINCT_ITEMS = 5000;

/** What cells look like that hold several things. Shares are of the filled cells looked at. */
export interface ListStatistics {
  /** Written as lists. */
  readonly listShare: number;
  /** Tags with prefixes, in a list or between spaces. */
  readonly tagListShare: number;
  /** Lists of whole numbers. */
  readonly numberListShare: number;
  /** Distinct items of lists. */
  readonly distinctItems: number;
  /** Share of all items that are O. */
  readonly outsideShare: number;
  /** Spans of a text, or none. */
  readonly spanShare: number;
  readonly spans: number;
  /** Single tags. */
  readonly tagShare: number;
  /** O alone. */
  readonly outsideCellShare: number;
}

/** Gathers what the cells of one column hold beyond a single value. */
export class ListProfiler {
  private cells = 0;
  private lists = 0;
  private tagLists = 0;
  private numberLists = 0;
  private items = 0;
  private outside = 0;
  private readonly distinct = new Set<string>();
  private spanLists = 0;
  private spanCount = 0;
  private tags = 0;
  private outsideCells = 0;

  /** A cell that holds more than white space. */
  add(cell: string): void {
    if (this.cells >= SAMPLE) return;
    this.cells++;
    if (isTag(cell)) this.tags++;
    if (cell === 'O') this.outsideCells++;
    const isList = isWrittenList(cell);
    const items = isList || cell.includes(' ') ? readList(cell) : isTag(cell) ? [cell] : null;
    if (items !== null) this.addItems(items, isList);
    if (!isList) return;
    this.lists++;
    this.addSpans(cell);
  }

  statistics(): ListStatistics {
    const share = (count: number): number => count / Math.max(1, this.cells);
    return {
      listShare: share(this.lists),
      tagListShare: share(this.tagLists),
      numberListShare: share(this.numberLists),
      distinctItems: this.distinct.size,
      outsideShare: this.outside / Math.max(1, this.items),
      spanShare: share(this.spanLists),
      spans: this.spanCount,
      tagShare: share(this.tags),
      outsideCellShare: share(this.outsideCells),
    };
  }

  private addItems(items: readonly string[], isList: boolean): void {
    this.items += items.length;
    for (const item of items) {
      if (item === 'O') this.outside++;
      if (this.distinct.size < DISTINCT_ITEMS) this.distinct.add(item);
    }
    if (items.every(isTag)) this.tagLists++;
    if (isList && items.every(isWholeNumber)) this.numberLists++;
  }

  private addSpans(cell: string): void {
    const found = readSpans(cell);
    if (found === null || (found !== 'unannotated' && found.bad > 0)) return;
    this.spanLists++;
    if (found !== 'unannotated') this.spanCount += found.spans.length;
  }
}
