import { IconLeaf, IconSeeding } from '@tabler/icons-react';
import type { ModelRecord } from '../../core/contract/model';
import classes from './model.module.css';

/** Says when weights are random or young; nothing for pretrained ones, which is what people expect. */
export function StageBadge({ stage }: { readonly stage: ModelRecord['stage'] }) {
  if (stage === 'pretrained') return null;
  const untrained = stage === 'untrained';
  const Icon = untrained ? IconSeeding : IconLeaf;
  return (
    <span
      className={classes.badge}
      title={
        untrained
          ? 'Its weights are random: it knows no language yet and learns from your rows alone.'
          : 'It has read some text, but far less than a finished model.'
      }
    >
      <Icon size={14} stroke={1.75} aria-hidden="true" />
      {untrained ? 'Untrained' : 'Early weights'}
    </span>
  );
}
