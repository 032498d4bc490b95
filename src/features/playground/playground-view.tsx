import { Button } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { FilePrediction, FilePredictionRequest } from '../../core/contract/api';
import type { AggregationStrategy } from '../../core/contract/predictions';
import type { RunRecord } from '../../core/contract/run';
import { isLive } from '../../core/contract/run-state';
import type { Remote } from '../../state/remote';
import type { Attempt } from '../../state/slices/playground';
import { EmptyState } from '../../ui/empty-state';
import { NextStep } from '../../ui/next-step';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { routeTo } from '../../ui/route';
import { Answer } from './answer';
import { Composer, type Weights } from './composer';
import { FilePanel } from './file-panel';
import { History } from './history';

export interface PlaygroundViewProps {
  readonly run: RunRecord;
  readonly picker: ReactNode;
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** Whether an exported file is asked beside the studio's best weights. */
  readonly isFormatAsked: boolean;
  readonly formats: ReactNode;
  readonly strategy: AggregationStrategy;
  readonly filePrediction: Remote<FilePrediction>;
  readonly readHeader: (file: File) => Promise<readonly string[]>;
  readonly onAsk: (text: string, weights: Weights) => void;
  readonly onForget: (attemptIds: readonly string[]) => void;
  readonly onStrategy: (strategy: AggregationStrategy) => void;
  readonly onPredictFile: (request: FilePredictionRequest, weights: Weights) => void;
  readonly onCancelFile: () => void;
  readonly onSaveFile: () => void;
  readonly onUnreadable: (thrown: unknown) => void;
}

/** Texts of one's own: what the tuned model says beside the model before training, or beside an exported file. */
export function PlaygroundView(props: PlaygroundViewProps) {
  const { run, picker, attempts } = props;
  const { task } = run.spec;
  const live = isLive(run.status);
  const [text, setText] = useState('');
  const [chosen, setWeights] = useState<Weights>(live ? 'last' : 'best');
  // The exported file holds the best ones.
  const weights = props.isFormatAsked ? 'best' : chosen;
  const [newest, ...earlier] = attempts;
  return (
    <Page
      title="Playground"
      lead={`${run.name}: ${run.spec.modelName} on ${run.spec.datasetName}.`}
      actions={picker}
      next={
        <NextStep href={routeTo('export', run.id)} label="Export">
          Satisfied? Take the model home as one zip.
        </NextStep>
      }
    >
      {live ? (
        <Notice>Training goes on: answers come between two steps, from the weights as they are then.</Notice>
      ) : null}
      <Composer
        task={task}
        text={text}
        weights={weights}
        isBestOnly={props.isFormatAsked}
        formats={props.formats}
        onText={setText}
        onWeights={setWeights}
        onAsk={() => props.onAsk(text.trim(), weights)}
      />
      {newest === undefined ? null : (
        <Answer attempt={newest} task={task} strategy={props.strategy} onStrategy={props.onStrategy} />
      )}
      {earlier.length === 0 ? null : (
        <History
          attempts={earlier}
          strategy={props.strategy}
          onAgain={setText}
          onClear={() => props.onForget(earlier.map(({ id }) => id))}
        />
      )}
      <FilePanel
        task={task}
        strategy={props.strategy}
        prediction={props.filePrediction}
        readHeader={props.readHeader}
        onStrategy={props.onStrategy}
        onPredict={(request) => props.onPredictFile(request, weights)}
        onCancel={props.onCancelFile}
        onSave={props.onSaveFile}
        onUnreadable={props.onUnreadable}
      />
    </Page>
  );
}

/** What stands here before any run can answer. */
export function NothingToAsk() {
  return (
    <Page title="Playground">
      <EmptyState
        icon={<IconMessage2 size={20} />}
        title="No model to ask yet"
        action={
          <Button component="a" href={routeTo('train')}>
            Go to training
          </Button>
        }
      >
        Once a run has begun, type a text here and see its labels or the entities in it, before and after
        fine-tuning.
      </EmptyState>
    </Page>
  );
}
