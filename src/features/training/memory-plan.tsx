import type { Plan } from '../../core/contract/api';
import { formatBytes } from '../../core/units';
import { Meter } from '../../ui/meter';
import classes from './setup.module.css';

const PARTS: readonly {
  readonly key: keyof Plan['memory'];
  readonly label: string;
  readonly color: string;
}[] = [
  { key: 'weights', label: 'Weights', color: 'var(--tt-cat-1)' },
  { key: 'gradients', label: 'Gradients', color: 'var(--tt-cat-2)' },
  { key: 'optimizer', label: 'Optimizer', color: 'var(--tt-cat-4)' },
  { key: 'activations', label: 'Activations', color: 'var(--tt-cat-5)' },
];

/** Memory of the run on the device, by what takes it. */
export function MemoryPlan({ memory }: { readonly memory: Plan['memory'] }) {
  const total = Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
  return (
    <div className={classes.memory}>
      <div className={classes.memoryHead}>
        <span>Memory on the device</span>
        <strong>{formatBytes(total)}</strong>
      </div>
      <Meter
        parts={PARTS.map(({ key, color }) => ({ key, color, share: total === 0 ? 0 : memory[key] / total }))}
      />
      <dl className={classes.memoryParts} aria-label="Memory on the device">
        {PARTS.map(({ key, label, color }) => (
          <div key={key}>
            <dt>
              <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
              {label}
            </dt>
            <dd>{formatBytes(memory[key])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
