import { useEffect, useState } from 'react';
import type { AlignedRow, DatasetRecord, TaggingReport } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';

/** Sentences shown at once. */
const SHOWN = 4;

/** Sentences of one file as the chosen model will see them, a few at a time. */
export function useAlignment(dataset: DatasetRecord, fileId: string, { schemes, tags }: TaggingReport) {
  const alignRows = useStudio((s) => s.datasets.alignRows);
  const modelId = useStudio((s) => s.setup.modelId);
  const option = useStudio((s) => s.setup.recipe.labelAllTokens);
  const maxLength = useStudio((s) => s.setup.recipe.maxLength);
  const patchRecipe = useStudio((s) => s.setup.patchRecipe);
  /** First rows of the pages so far, the one shown last. */
  const [starts, setStarts] = useState<readonly number[]>([1]);
  const [rows, setRows] = useState<readonly AlignedRow[] | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const row = starts.at(-1) ?? 1;
  const scheme = schemes.find((each) => each.fileId === fileId)?.scheme ?? 'IOB2';
  useEffect(() => {
    if (modelId === null) return;
    let wanted = true;
    // One more than is shown tells where the next page begins.
    void alignRows(dataset.id, { fileId, row, limit: SHOWN + 1, scheme, tags }).then((read) => {
      if (!wanted) return;
      setRows(read);
      setFailed(read === null);
    });
    return () => {
      wanted = false;
    };
  }, [alignRows, dataset, fileId, row, scheme, tags, modelId, option, maxLength, attempt]);
  const next = rows?.[SHOWN]?.row;
  return {
    hasModel: modelId !== null,
    option,
    setOption: (labelAllTokens: typeof option) => patchRecipe({ labelAllTokens }),
    /** null until they are there, or where they cannot be had. */
    rows: rows?.slice(0, SHOWN) ?? null,
    hasFailed,
    onRetry: () => {
      setFailed(false);
      setAttempt(attempt + 1);
    },
    row,
    onNext: next === undefined ? null : () => setStarts([...starts, next]),
    onPrevious: starts.length < 2 ? null : () => setStarts(starts.slice(0, -1)),
    goTo: (first: number) => setStarts([first]),
  };
}
