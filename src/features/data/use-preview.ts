import { useEffect, useState } from 'react';
import type { DatasetFile, TableRow } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';
import { PREVIEW_ROWS } from './preview-rows';

/** The first rows of a file; the old ones stay until the new ones are there. */
export function usePreview(datasetId: string, file: DatasetFile | null): readonly TableRow[] | null {
  const readRows = useStudio((s) => s.datasets.readRows);
  const [rows, setRows] = useState<{ readonly fileId: string; readonly rows: readonly TableRow[] } | null>(
    null,
  );
  const fileId = file?.id ?? null;
  const options = file?.options ?? null;
  useEffect(() => {
    if (fileId === null) return;
    let wanted = true;
    void readRows(datasetId, fileId, 0, PREVIEW_ROWS).then((read) => {
      if (wanted && read !== null) setRows({ fileId, rows: read });
    });
    return () => {
      wanted = false;
    };
  }, [readRows, datasetId, fileId, options]);
  return rows?.fileId === fileId ? rows.rows : null;
}
