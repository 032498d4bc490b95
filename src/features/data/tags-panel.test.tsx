import { NO_PROBLEMS } from '../../core/catalog/row-counts';
import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { DEFAULT_TAGGING, type FileScheme, type TaggingReport } from '../../core/contract/dataset';
import { renderUi } from '../../ui/testing/render-ui';
import { TagsPanel } from './tags-panel';

function show(scheme: FileScheme): void {
  const report: TaggingReport = {
    schemes: [scheme],
    tags: ['O', 'B-PER', 'I-PER'],
    tagCounts: { train: [1, 1, 1], validation: [0, 0, 0], test: [0, 0, 0] },
    unnamed: [],
    problemCounts: NO_PROBLEMS,
    problems: [],
  };
  renderUi(
    <TagsPanel
      report={report}
      tagging={DEFAULT_TAGGING}
      fileName={() => 'f.conll'}
      onTagging={vi.fn<() => void>()}
    />,
  );
}

const contradictions = { IOB1: 3, IOB2: 0 };

test('a scheme that fits is agreed with by every row', () => {
  show({ fileId: 'f', scheme: 'IOB2', found: 'IOB2', contradictions });
  expect(screen.getByText('Found in the tags. Every row agrees with it.')).toBeVisible();
});

test('rows against a scheme are counted', () => {
  show({ fileId: 'f', scheme: 'IOB1', found: 'IOB2', contradictions });
  expect(screen.getByText(/^Chosen by you; the tags look like IOB2\. 3.rows against it\.$/)).toBeVisible();
});

test.each([
  ['BILOU', 'The tags have other prefixes.'],
  ['IO', 'Some tags have prefixes.'],
] as const)('nobody says that rows agree with %s, whose prefixes are others', (scheme, text) => {
  show({ fileId: 'f', scheme, found: 'IOB2', contradictions });
  expect(screen.getByText(`Chosen by you; the tags look like IOB2. ${text}`)).toBeVisible();
});
