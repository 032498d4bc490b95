import { Button, Kbd, SegmentedControl, Textarea } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { Task } from '../../core/contract/task';
import { Panel } from '../../ui/panel';
import classes from './playground.module.css';

export type Weights = 'best' | 'last';

interface ComposerProps {
  readonly task: Task;
  readonly text: string;
  readonly weights: Weights;
  /** Whether an exported file is asked too: it holds the best weights. */
  readonly isBestOnly: boolean;
  /** Which model answers beside the studio's. */
  readonly formats: ReactNode;
  readonly onText: (text: string) => void;
  readonly onWeights: (weights: Weights) => void;
  readonly onAsk: () => void;
}

/** Whether this keyboard has a command key, for the hint. */
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The text and the button that asks. */
export function Composer({
  task,
  text,
  weights,
  isBestOnly,
  formats,
  onText,
  onWeights,
  onAsk,
}: ComposerProps) {
  const weightsId = useId();
  const isEmpty = text.trim() === '';

  function ask(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isEmpty) return;
    event.preventDefault();
    onAsk();
  }

  return (
    <Panel title="Try a text">
      <Textarea
        aria-label="Text"
        placeholder="Type or paste a text of the kind it was trained on"
        rows={3}
        classNames={{ input: classes.text ?? '' }}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={ask}
      />
      {formats}
      <div className={classes.ask}>
        <div className={classes.weights}>
          <span id={weightsId}>Weights</span>
          <SegmentedControl
            size="xs"
            aria-labelledby={weightsId}
            disabled={isBestOnly}
            value={isBestOnly ? 'best' : weights}
            data={[
              { value: 'best', label: 'Best checkpoint' },
              { value: 'last', label: 'Newest' },
            ]}
            onChange={(value) => onWeights(value === 'last' ? 'last' : 'best')}
          />
        </div>
        <span className={classes.keys} aria-hidden="true">
          <Kbd size="xs">{isApple ? '⌘' : 'Ctrl'}</Kbd> <Kbd size="xs">Enter</Kbd>
        </span>
        <Button disabled={isEmpty} onClick={onAsk}>
          {task === 'text-classification' ? 'Classify' : 'Find entities'}
        </Button>
      </div>
    </Panel>
  );
}
