import { describe, expect, it } from 'vitest';
import { RecordCutter } from './formats/csv/record-cutter';
import { predictionCsv } from './prediction-csv';

const scores = [
  { label: 'spam', score: 0.75 },
  { label: 'ham', score: 0.25 },
];
/** Read back by PapaParse, on which the cutter stands. */
function read(text: string): string[][] {
  const cutter = new RecordCutter({ delimiter: ',', quote: '"' });
  const lines = text.replaceAll('\r\n', '\n');
  return [...cutter.push(lines), ...cutter.end()].map(({ cells }) => cells);
}

describe('predictionCsv', () => {
  it('keeps the columns and adds label and score', () => {
    const csv = predictionCsv(['text', 'id']);
    expect(csv.header + csv.row(['hello', '7'], scores)).toBe(
      'text,id,predicted_label,predicted_score\r\nhello,7,spam,0.750000\r\n',
    );
  });

  it('adds a score for each class in the order asked for, and leaves a skipped row empty', () => {
    const csv = predictionCsv(['text'], ['ham', 'spam']);
    expect(csv.header).toBe('text,predicted_label,predicted_score,score_ham,score_spam\r\n');
    expect(csv.row(['x'], scores)).toBe('x,spam,0.750000,0.250000,0.750000\r\n');
    expect(csv.row([''], null)).toBe(',,,,\r\n');
  });

  it('quotes so that any reader gets the same cells back', () => {
    const cells = ['a "quoted" word', 'one, two', 'line\nbreak', 'plain', ''];
    const csv = predictionCsv(['a', 'b', 'c', 'd', 'e']);
    expect(read(csv.row(cells, scores))).toEqual([[...cells, 'spam', '0.750000']]);
  });

  it.each(['=1+1', '+SUM(A1)', '-1+cmd|calc', '@here', '\t=1', '\r=1', '=HYPERLINK("x")', '--1', '+'])(
    'defuses %j',
    (cell) => {
      const [row] = read(predictionCsv(['text']).row([cell], scores));
      expect(row?.[0]).toBe(`'${cell}`);
    },
  );

  it.each(['-1', '+2.5', '-3,5', '-1e-5', '5', 'a=b', "'=1", '-.5'])('leaves %j as it is', (cell) => {
    const [row] = read(predictionCsv(['text']).row([cell], scores));
    expect(row?.[0]).toBe(cell);
  });

  it('defuses names of columns and labels too, and makes new names unique', () => {
    const csv = predictionCsv(['=x', 'predicted_label']);
    expect(read(csv.header)).toEqual([["'=x", 'predicted_label', 'predicted_label (2)', 'predicted_score']]);
    expect(read(csv.row(['a', 'b'], [{ label: '=bad', score: 1 }]))).toEqual([
      ['a', 'b', "'=bad", '1.000000'],
    ]);
  });
});
