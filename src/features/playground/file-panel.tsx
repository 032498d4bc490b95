import { Button, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { FilePrediction } from '../../core/contract/api';
import { formatBytes, formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { FileDrop } from '../../ui/file-drop';
import { Notice } from '../../ui/notice';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import classes from './playground.module.css';

interface FilePanelProps {
  readonly prediction: Remote<FilePrediction>;
  /** Column names of a file, for the choice. */
  readonly readHeader: (file: File) => Promise<readonly string[]>;
  readonly onPredict: (file: File, textColumn: string | null) => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
  readonly onUnreadable: (thrown: unknown) => void;
}

/** The value of "let the studio find the column": no column is named by an empty string. */
const AUTOMATIC = '';

interface Chosen {
  readonly file: File;
  readonly columns: readonly string[];
}

/** A whole table in, the same table with predicted label and score out. */
export function FilePanel({
  prediction,
  readHeader,
  onPredict,
  onCancel,
  onSave,
  onUnreadable,
}: FilePanelProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [column, setColumn] = useState(AUTOMATIC);
  const isBusy = prediction.status === 'pending';

  async function choose(file: File): Promise<void> {
    const columns = await readHeader(file);
    setColumn(AUTOMATIC);
    setChosen({ file, columns });
  }

  return (
    <Panel
      title="A whole file"
      description="Every row gets a label and its score; the other columns are kept."
    >
      <div className={classes.file}>
        <FileDrop
          compact
          title={chosen === null ? 'Drop a CSV or TSV with a text column' : chosen.file.name}
          hint={chosen === null ? 'It stays in this browser.' : formatBytes(chosen.file.size)}
          label={chosen === null ? 'Choose file to predict' : 'Choose another file'}
          accept=".csv,.tsv,.txt,text/csv"
          disabled={isBusy}
          onFiles={([file]) => {
            if (file !== undefined) choose(file).catch(onUnreadable);
          }}
          onUnreadable={onUnreadable}
        />
        {chosen === null ? null : (
          <div className={classes.fileForm}>
            <Select
              label="Text column"
              value={column}
              data={[
                { value: AUTOMATIC, label: 'Found by itself' },
                ...chosen.columns.map((name) => ({ value: name, label: name })),
              ]}
              disabled={isBusy}
              onChange={(name) => setColumn(name ?? AUTOMATIC)}
            />
            <Button
              disabled={isBusy}
              onClick={() => onPredict(chosen.file, column === AUTOMATIC ? null : column)}
            >
              Predict file
            </Button>
          </div>
        )}
        <Outcome
          prediction={prediction}
          name={chosen?.file.name ?? 'the file'}
          onCancel={onCancel}
          onSave={onSave}
        />
      </div>
    </Panel>
  );
}

interface OutcomeProps {
  readonly prediction: Remote<FilePrediction>;
  readonly name: string;
  readonly onCancel: () => void;
  readonly onSave: () => void;
}

function Outcome({ prediction, name, onCancel, onSave }: OutcomeProps) {
  if (prediction.status === 'pending') {
    return <OperationProgress name={name} progress={prediction.progress} onCancel={onCancel} />;
  }
  if (prediction.status === 'failed') return <FailureCard failure={prediction.failure} />;
  if (prediction.status === 'idle') return null;
  const { rows, skipped, fileName } = prediction.value;
  return (
    <Notice
      tone="good"
      live
      title={`${formatCounted(rows, 'row')} predicted`}
      action={
        <Button size="xs" leftSection={<IconDownload size={15} aria-hidden="true" />} onClick={onSave}>
          Download CSV
        </Button>
      }
    >
      {fileName}
      {skipped === 0 ? '.' : `; ${formatCounted(skipped, 'row')} without a text left empty.`}
    </Notice>
  );
}
