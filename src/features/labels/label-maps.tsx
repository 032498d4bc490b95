import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button';
import { Panel } from '../../ui/panel';
import { labelMaps } from './label-rows';
import classes from './labels.module.css';

const MAPS = ['id2label', 'label2id'] as const;

/** The maps that the exported config.json will hold. */
export function LabelMaps({ labels }: { readonly labels: readonly string[] }) {
  const [shown, setShown] = useState<(typeof MAPS)[number]>('id2label');
  const text = labelMaps(labels)[shown];
  return (
    <Panel
      title="Numbers of the labels"
      description="The model knows labels by number. The exported config.json holds these two maps."
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Map shown"
            value={shown}
            onChange={(value) => setShown(MAPS.find((map) => map === value) ?? 'id2label')}
            data={[...MAPS]}
          />
          <CopyButton value={text} label={`Copy ${shown}`} />
        </>
      }
    >
      <pre className={classes.map} tabIndex={0} role="region" aria-label={shown}>
        {text}
      </pre>
    </Panel>
  );
}
