import {
  IconBolt,
  IconChartHistogram,
  IconDatabase,
  IconDownload,
  IconHistory,
  IconMessage2,
  IconSchema,
  IconTags,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
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

// What draws charts is loaded when it is first opened.
const TrainingPanel = lazy(async () => ({
  default: (await import('../features/training/training-panel')).TrainingPanel,
}));
const EvaluationPanel = lazy(async () => ({
  default: (await import('../features/evaluation/evaluation-panel')).EvaluationPanel,
}));
const PlaygroundPanel = lazy(async () => ({
  default: (await import('../features/playground/playground-panel')).PlaygroundPanel,
}));
const ExportPanel = lazy(async () => ({
  default: (await import('../features/export/export-panel')).ExportPanel,
}));

/** The list of panels: one line adds one. */
export const PANELS: readonly PanelRecord[] = [
  { id: 'data', label: 'Data', icon: IconDatabase, component: DataPanel, kind: 'step' },
  { id: 'labels', label: 'Labels', icon: IconTags, component: LabelsPanel, kind: 'step' },
  { id: 'model', label: 'Model', icon: IconSchema, component: ModelPanel, kind: 'step' },
  { id: 'train', label: 'Train', icon: IconBolt, component: TrainingPanel, kind: 'step' },
  { id: 'evaluate', label: 'Evaluate', icon: IconChartHistogram, component: EvaluationPanel, kind: 'step' },
  { id: 'playground', label: 'Playground', icon: IconMessage2, component: PlaygroundPanel, kind: 'step' },
  { id: 'export', label: 'Export', icon: IconDownload, component: ExportPanel, kind: 'step' },
  { id: 'runs', label: 'Runs', icon: IconHistory, component: RunsPanel, kind: 'library' },
];
