import { Button } from '@mantine/core';
import { SAMPLES, type SampleRecord } from '../../core/catalog/samples';
import classes from './sample-list.module.css';

/** Datasets to try the studio with, one click each. */
export function SampleList({ onSample }: { readonly onSample: (sample: SampleRecord) => void }) {
  return (
    <section className={classes.samples} aria-label="Sample data">
      <p className={classes.lead}>No data at hand? These are made up, and train in about a minute.</p>
      <ul className={classes.list}>
        {SAMPLES.map((sample) => (
          <li key={sample.path}>
            <Button variant="default" size="xs" onClick={() => onSample(sample)}>
              {sample.label}
            </Button>
            <span className={classes.help}>{sample.help}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
