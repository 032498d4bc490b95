import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { AggregationStrategy, TokenPrediction } from '../../core/contract/predictions';
import type { AnswerSide } from './sides';
import { TokenTable } from './token-table';

interface AnswerTokensProps {
  readonly attemptId: string;
  readonly sides: readonly AnswerSide[];
  readonly strategy: AggregationStrategy;
}

/** The token table of one of the models that answered. */
export function AnswerTokens({ attemptId, sides, strategy }: AnswerTokensProps) {
  const [wanted, setWanted] = useState<AnswerSide['id']>('studio');
  const answered = sides.flatMap((side) => {
    const prediction = tokensOf(side);
    return prediction === null ? [] : [{ ...side, prediction }];
  });
  const studio = answered.find(({ id }) => id === 'studio');
  const shown = answered.find(({ id }) => id === wanted) ?? studio;
  if (studio === undefined || shown === undefined) return null;
  return (
    <TokenTable
      key={`${attemptId} ${shown.id}`}
      prediction={shown.prediction}
      strategy={strategy}
      choice={
        answered.length < 2 ? null : (
          <SegmentedControl
            size="xs"
            aria-label="Model of the token table"
            value={shown.id}
            data={answered.map(({ id, short }) => ({ value: id, label: short }))}
            onChange={setWanted}
          />
        )
      }
    />
  );
}

function tokensOf({ answer }: AnswerSide): TokenPrediction | null {
  if (answer.status !== 'ready') return null;
  const { prediction } = answer.value;
  return prediction.task === 'token-classification' ? prediction : null;
}
