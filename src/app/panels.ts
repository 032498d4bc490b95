import { IconBolt, IconDatabase, IconHistory, IconSchema, IconTags } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { DataPanel } from '../features/data/data-panel';
import { LabelsPanel } from '../features/labels/labels-panel';
import { ModelPanel } from '../features/model/model-panel';
import { RunsPanel } from '../features/runs/runs-panel';
import type { PanelId } from './panel-ids';

export interface PanelRecord {
  readonly id: PanelId;
  readonly label: string;
  readonly icon: typeof IconBolt;
  readonly component: ComponentType;
  /** The numbered way through, or a page beside it. */
  readonly kind: 'step' | 'library';
}

/** The list of panels: one line adds one. */
export const PANELS: readonly PanelRecord[] = [
  { id: 'data', label: 'Data', icon: IconDatabase, component: DataPanel, kind: 'step' },
  { id: 'labels', label: 'Labels', icon: IconTags, component: LabelsPanel, kind: 'step' },
  { id: 'model', label: 'Model', icon: IconSchema, component: ModelPanel, kind: 'step' },
  { id: 'runs', label: 'Runs', icon: IconHistory, component: RunsPanel, kind: 'library' },
];
