import { useEffect, useState } from 'react';
import type { AlignedRow, DatasetRecord, TagScheme } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';

/** Sentences shown at once. */
const SHOWN = 4;

/** Sentences of one file as the chosen model will see them, a few at a time. */
export function useAlignment(dataset: DatasetRecord, fileId: string, scheme: TagScheme) {
  const alignRows = useStudio((s) => s.datasets.alignRows);
  const modelId = useStudio((s) => s.setup.modelId);
  const option = useStudio((s) => s.setup.recipe.labelAllTokens);
  const maxLength = useStudio((s) => s.setup.recipe.maxLength);
  const patchRecipe = useStudio((s) => s.setup.patchRecipe);
  /** First rows of the pages so far, the one shown last. */
  const [starts, setStarts] = useState<readonly number[]>([1]);
  const [rows, setRows] = useState<readonly AlignedRow[] | null>(null);
  const row = starts.at(-1) ?? 1;
  useEffect(() => {
    if (modelId === null) return;
    let wanted = true;
    // One more than is shown tells where the next page begins.
    void alignRows(dataset.id, { fileId, row, limit: SHOWN + 1, scheme }).then((read) => {
      if (wanted && read !== null) setRows(read);
    });
    return () => {
      wanted = false;
    };
  }, [alignRows, dataset, fileId, row, scheme, modelId, option, maxLength]);
  const next = rows?.[SHOWN]?.row;
  return {
    hasModel: modelId !== null,
    option,
    setOption: (labelAllTokens: typeof option) => patchRecipe({ labelAllTokens }),
    rows: rows?.slice(0, SHOWN) ?? null,
    row,
    onNext: next === undefined ? null : () => setStarts([...starts, next]),
    onPrevious: starts.length < 2 ? null : () => setStarts(starts.slice(0, -1)),
    goTo: (first: number) => setStarts([first]),
  };
}
