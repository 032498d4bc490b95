import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { FilePredictionRequest } from '../../core/contract/api';
import {
  AGGREGATION_STRATEGIES,
  type AggregationStrategy,
  PREDICTION_FORMATS,
  type PredictionFormat,
} from '../../core/contract/predictions';
import type { Task } from '../../core/contract/task';
import classes from './playground.module.css';
import { STRATEGIES } from './strategies';

interface FileFormProps {
  readonly task: Task;
  readonly file: File;
  /** None where the file has no columns to choose from. */
  readonly columns: readonly string[];
  readonly strategy: AggregationStrategy;
  readonly isBusy: boolean;
  readonly onStrategy: (strategy: AggregationStrategy) => void;
  readonly onPredict: (request: FilePredictionRequest) => void;
}

/** The value of "let the studio find the column": no column is named by an empty string. */
const AUTOMATIC = '';

const FORMAT_LABELS: Readonly<Record<PredictionFormat, string>> = {
  csv: 'CSV, its columns kept',
  jsonl: 'JSON lines, with spans',
  conll: 'CoNLL, words with tags',
};

/** How a chosen file is read, and in which form its predictions come. */
export function FileForm({ task, file, columns, strategy, isBusy, onStrategy, onPredict }: FileFormProps) {
  const formats: readonly PredictionFormat[] = PREDICTION_FORMATS[task];
  const [column, setColumn] = useState(AUTOMATIC);
  const [format, setFormat] = useState<PredictionFormat>(formats[0] ?? 'csv');
  return (
    <div className={classes.fileForm}>
      {columns.length === 0 ? null : (
        <Select
          label="Text column"
          value={column}
          data={[
            { value: AUTOMATIC, label: 'Found by itself' },
            ...columns.map((name) => ({ value: name, label: name })),
          ]}
          disabled={isBusy}
          onChange={(name) => setColumn(name ?? AUTOMATIC)}
        />
      )}
      {formats.length === 1 ? null : (
        <Select
          label="Result as"
          value={format}
          data={formats.map((value) => ({ value, label: FORMAT_LABELS[value] }))}
          disabled={isBusy}
          onChange={(value) => {
            if (value !== null) setFormat(value);
          }}
        />
      )}
      {task === 'token-classification' ? (
        <Select
          label="Aggregation"
          w={130}
          value={strategy}
          data={AGGREGATION_STRATEGIES.map((value) => ({ value, label: STRATEGIES[value].label }))}
          disabled={isBusy}
          onChange={(value) => {
            if (value !== null) onStrategy(value);
          }}
        />
      ) : null}
      <Button
        disabled={isBusy}
        onClick={() =>
          onPredict({ file, textColumn: column === AUTOMATIC ? null : column, format, strategy })
        }
      >
        Predict file
      </Button>
    </div>
  );
}
