import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { FORMATS } from '../../core/catalog/formats';
import type { FilePrediction, FilePredictionRequest } from '../../core/contract/api';
import type { AggregationStrategy } from '../../core/contract/predictions';
import type { Task } from '../../core/contract/task';
import { formatBytes, formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { FileDrop } from '../../ui/file-drop';
import { Notice } from '../../ui/notice';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import { FileForm } from './file-form';
import classes from './playground.module.css';

interface FilePanelProps {
  readonly task: Task;
  readonly strategy: AggregationStrategy;
  readonly prediction: Remote<FilePrediction>;
  /** Column names of a file, for the choice. */
  readonly readHeader: (file: File) => Promise<readonly string[]>;
  readonly onStrategy: (strategy: AggregationStrategy) => void;
  readonly onPredict: (request: FilePredictionRequest) => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
  readonly onUnreadable: (thrown: unknown) => void;
}

const TEXTS: Readonly<Record<Task, { readonly description: string; readonly title: string }>> = {
  'text-classification': {
    description: 'Every row gets a label and its score; the other columns are kept.',
    title: 'Drop a table with a text column',
  },
  'token-classification': {
    description: 'Finds the entities of every row; take them home as spans, as a table, or as tagged words.',
    title: 'Drop a table with a text column, or words one a line',
  },
};

const ACCEPT = Object.values(FORMATS)
  .flatMap(({ extensions, mimeTypes }): readonly string[] => [...extensions, ...mimeTypes])
  .join(',');

interface Chosen {
  readonly file: File;
  readonly columns: readonly string[];
  /** Counts the files that were chosen: another one, even of the same name, has columns of its own. */
  readonly turn: number;
}

/** A whole file in, its predictions out. */
export function FilePanel(props: FilePanelProps) {
  const { task, prediction } = props;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const turns = useRef(0);
  const isBusy = prediction.status === 'pending';

  async function choose(file: File): Promise<void> {
    const turn = ++turns.current;
    const columns = await props.readHeader(file);
    // A file chosen after it may have been read before it.
    if (turn === turns.current) setChosen({ file, columns, turn });
  }

  return (
    <Panel title="A whole file" description={TEXTS[task].description}>
      <div className={classes.file}>
        <FileDrop
          compact
          title={chosen === null ? TEXTS[task].title : chosen.file.name}
          hint={chosen === null ? 'It stays in this browser.' : formatBytes(chosen.file.size)}
          label={chosen === null ? 'Choose file to predict' : 'Choose another file'}
          accept={ACCEPT}
          disabled={isBusy}
          onFiles={([file]) => {
            if (file !== undefined) choose(file).catch(props.onUnreadable);
          }}
          onUnreadable={props.onUnreadable}
        />
        {chosen === null ? null : <FileForm key={chosen.turn} {...props} {...chosen} isBusy={isBusy} />}
        <Outcome
          prediction={prediction}
          name={chosen?.file.name ?? 'the file'}
          onCancel={props.onCancel}
          onSave={props.onSave}
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
  const { unit, rows, skipped, fileName } = prediction.value;
  return (
    <Notice
      tone="good"
      live
      title={`${formatCounted(rows - skipped, unit)} predicted`}
      action={
        <Button size="xs" leftSection={<IconDownload size={15} aria-hidden="true" />} onClick={onSave}>
          Download the file
        </Button>
      }
    >
      {fileName}
      {skipped === 0
        ? '.'
        : `; ${formatCounted(skipped, unit)} without a text ${skipped === 1 ? 'has' : 'have'} no prediction.`}
    </Notice>
  );
}
