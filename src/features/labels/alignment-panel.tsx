import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetRecord, TaggingReport } from '../../core/contract/dataset';
import type { Recipe } from '../../core/recipe/recipe';
import { EmptyState } from '../../ui/empty-state';
import { Loading } from '../../ui/loading';
import { Panel } from '../../ui/panel';
import { AlignedSentence } from './aligned-sentence';
import classes from './alignment.module.css';
import { useAlignment } from './use-alignment';

const OPTIONS: readonly { readonly value: Recipe['labelAllTokens']; readonly label: string }[] = [
  { value: 'first', label: 'Label on the first token' },
  { value: 'all-iob', label: 'On all, B- then I-' },
  { value: 'all', label: 'On all, the same' },
];

interface AlignmentPanelProps {
  readonly dataset: DatasetRecord;
  readonly report: TaggingReport;
  /** All types of entities, in the order of their hues. */
  readonly types: readonly string[];
}

/** Words, the tokens that the tokenizer makes of them, and the label that each gets. */
export function AlignmentPanel({ dataset, report, types }: AlignmentPanelProps) {
  const [chosen, setChosen] = useState(report.schemes[0]?.fileId ?? '');
  const file = dataset.files.find(({ id }) => id === chosen) ?? dataset.files[0];
  const alignment = useAlignment(dataset, file?.id ?? '', report);
  if (!alignment.hasModel) {
    return (
      <Panel title="Words and tokens">
        <EmptyState
          title="Choose a model first"
          action={
            <Button component="a" href="#/model" variant="default">
              Choose a model
            </Button>
          }
        >
          Its tokenizer decides how words fall into tokens, and which of them carry labels.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title="Words and tokens"
      description="What the tokenizer makes of each word, and the label of each token. A dash is left out of training; results are counted by word."
      actions={
        <>
          {dataset.files.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label="File of the sentences"
              value={file?.id ?? ''}
              data={dataset.files.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => {
                setChosen(event.currentTarget.value);
                alignment.goTo(1);
              }}
            />
          )}
          <NativeSelect
            size="xs"
            aria-label="Labels of a word’s tokens"
            value={alignment.option}
            data={[...OPTIONS]}
            onChange={(event) => {
              const option = OPTIONS.find(({ value }) => value === event.currentTarget.value);
              if (option !== undefined) alignment.setOption(option.value);
            }}
          />
        </>
      }
      footer={
        <div className={classes.foot}>
          <NumberInput
            size="xs"
            label="From row"
            className={classes.from ?? ''}
            min={1}
            max={Math.max(1, file?.rowCount ?? 1)}
            allowDecimal={false}
            clampBehavior="strict"
            value={alignment.row}
            onChange={(value) => {
              if (typeof value === 'number' && value >= 1) alignment.goTo(value);
            }}
          />
          <nav className={classes.pages} aria-label="Sentences">
            <ActionIcon
              variant="default"
              aria-label="Previous sentences"
              disabled={alignment.onPrevious === null}
              onClick={() => alignment.onPrevious?.()}
            >
              <IconChevronLeft size={16} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label="Next sentences"
              disabled={alignment.onNext === null}
              onClick={() => alignment.onNext?.()}
            >
              <IconChevronRight size={16} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          </nav>
        </div>
      }
    >
      <Sentences {...alignment} types={types} />
    </Panel>
  );
}

interface SentencesProps extends Pick<ReturnType<typeof useAlignment>, 'rows' | 'hasFailed' | 'onRetry'> {
  readonly types: readonly string[];
}

function Sentences({ rows, hasFailed, onRetry, types }: SentencesProps) {
  if (hasFailed) {
    return (
      <EmptyState
        title="The sentences could not be cut into tokens"
        action={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        The notice says why.
      </EmptyState>
    );
  }
  if (rows === null) return <Loading label="Cutting words into tokens" />;
  return (
    <ol className={classes.sentences} aria-label="Sentences as the model sees them">
      {rows.map((row) => (
        <AlignedSentence key={row.row} sentence={row} types={types} />
      ))}
    </ol>
  );
}
