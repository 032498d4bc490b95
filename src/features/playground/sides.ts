import { PRECISION_NAMES } from '../../core/catalog/precisions';
import type { Remote } from '../../state/remote';
import type { Attempt, TimedPrediction } from '../../state/slices/playground';

/** One of the models that were asked about a text. */
export interface AnswerSide {
  readonly id: 'studio' | 'other';
  readonly title: string;
  /** Where there is little room. */
  readonly short: string;
  readonly answer: Remote<TimedPrediction>;
  readonly note: string | null;
}

/** The studio's model, and the one that was asked beside it: an exported file, or the model before training. */
export function sidesOf({ tuned, base, exported }: Attempt): readonly AnswerSide[] {
  const studio = { id: 'studio', answer: tuned, note: null } as const;
  if (exported !== null) {
    const name = PRECISION_NAMES[exported.target.precision];
    return [
      { ...studio, title: 'In the studio', short: 'Studio' },
      { id: 'other', title: name, short: name, answer: exported.answer, note: null },
    ];
  }
  const own = { ...studio, title: 'Fine-tuned', short: 'Fine-tuned' };
  if (base.status === 'idle') return [own];
  const note = 'The base model with a head that has learned nothing.';
  return [own, { id: 'other', title: 'Before fine-tuning', short: 'Before', answer: base, note }];
}
