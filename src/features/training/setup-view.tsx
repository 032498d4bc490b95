import { Button } from '@mantine/core';
import { IconBolt, IconDatabase, IconLock, IconSchema, IconTableColumn } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Plan, Probe } from '../../core/contract/api';
import type { PreparedData } from '../../core/contract/dataset';
import type { DeviceReport, RunSpec } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import { toRecipeFile } from '../../core/recipe/recipe-file';
import { formatCounted, formatDuration } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { SetupBlock } from '../../state/selectors';
import { ActionBar } from '../../ui/action-bar';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { routeTo } from '../../ui/route';
import { BackendChoice } from './backend-choice';
import { PlanPanel } from './plan-panel';
import { PresetSelect } from './preset-select';
import { RecipeFileButton } from './recipe-file-button';
import { RecipeForm } from './recipe-form';
import classes from './setup.module.css';

export interface SetupViewProps {
  readonly block: SetupBlock;
  readonly task: Task;
  readonly datasetName: string;
  readonly modelName: string;
  readonly modelSource: string | null;
  readonly presetId: string | null;
  readonly backend: RunSpec['backend'];
  readonly hasWebGpu: boolean;
  readonly recipe: Recipe;
  readonly recipeIsOwn: boolean;
  readonly prepared: Remote<PreparedData>;
  readonly plan: Remote<Plan>;
  readonly probe: Remote<Probe>;
  readonly fileName: (fileId: string) => string;
  /** Where the last run or measurement went. */
  readonly device: DeviceReport | null;
  /** True between the click and the first step. */
  readonly starting: boolean;
  readonly onSelectPreset: (presetId: string) => void;
  readonly onBackend: (backend: RunSpec['backend']) => void;
  readonly onRecipe: (recipe: Recipe) => void;
  readonly onResetRecipe: () => void;
  readonly onRecipeFile: (file: File) => void;
  readonly onMeasure: () => void;
  readonly onCancelMeasure: () => void;
  readonly onRetry: () => void;
  readonly onTrain: () => void;
  /** Under the settings: where else it can be trained. */
  readonly elsewhere?: ReactNode;
  /** Above the settings: what became of the run before. */
  readonly lastRun?: ReactNode;
}

const MISSING = {
  'no-dataset': {
    icon: <IconDatabase size={20} />,
    title: 'First the data',
    text: 'Training needs a table with a text and a label in each row.',
    href: routeTo('data'),
    action: 'Add data',
  },
  'no-columns': {
    icon: <IconTableColumn size={20} />,
    title: 'Which columns?',
    text: 'Say which column holds the text and which the label; then the settings appear here.',
    href: routeTo('data'),
    action: 'Choose the columns',
  },
  'no-model': {
    icon: <IconSchema size={20} />,
    title: 'Then a model',
    text: 'The built-in starter needs no download; a pretrained model gives better results.',
    href: routeTo('model'),
    action: 'Choose a model',
  },
} as const;

/** Settings of the next run, what it will take, and the button that begins it. */
export function SetupView(props: SetupViewProps) {
  const { block, datasetName, modelName } = props;
  if (block === 'no-dataset' || block === 'no-columns' || block === 'no-model') {
    const { icon, title, text, href, action } = MISSING[block];
    return (
      <Page title="Train">
        <EmptyState
          icon={icon}
          title={title}
          action={
            <Button component="a" href={href}>
              {action}
            </Button>
          }
        >
          {text}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Train" lead={`${modelName} learns from ${datasetName}.`} next={<StartBar {...props} />}>
      {props.lastRun}
      <div className={classes.columns}>
        <Settings {...props} />
        <PlanPanel {...props} />
      </div>
      {props.elsewhere}
    </Page>
  );
}

function Settings(props: SetupViewProps) {
  const { recipe, plan } = props;
  return (
    <Panel
      title="Settings"
      actions={
        <>
          {props.recipeIsOwn ? (
            <Button size="xs" variant="subtle" onClick={props.onResetRecipe}>
              Reset
            </Button>
          ) : null}
          <CopyButton value={JSON.stringify(toRecipeFile(recipe), null, 2)} label="Copy recipe" />
          <RecipeFileButton onFile={props.onRecipeFile} />
        </>
      }
    >
      <div className={classes.settings}>
        <PresetSelect
          task={props.task}
          presetId={props.presetId}
          isOwn={props.recipeIsOwn}
          modelSource={props.modelSource}
          onSelect={props.onSelectPreset}
        />
        <BackendChoice
          backend={props.backend}
          device={props.device}
          hasWebGpu={props.hasWebGpu}
          onChange={props.onBackend}
        />
        <RecipeForm
          task={props.task}
          recipe={recipe}
          totalSteps={plan.status === 'ready' ? plan.value.totalSteps : null}
          onChange={props.onRecipe}
        />
      </div>
    </Panel>
  );
}

function summary({ block, plan, probe, starting }: SetupViewProps): ReactNode {
  if (starting) return 'Loading weights and data; the first step follows.';
  if (block === 'busy') return 'Another run is going on: one run at a time.';
  if (block === 'failed') return 'Something above needs attention first.';
  if (block === 'preparing' || plan.status !== 'ready') return 'Cutting the texts into tokens; a moment.';
  const steps = formatCounted(plan.value.totalSteps, 'step');
  return probe.status === 'ready'
    ? `${steps}, about ${formatDuration(probe.value.seconds)}. You can pause, close the tab and come back.`
    : `${steps}. You can pause, close the tab and come back.`;
}

function StartBar(props: SetupViewProps) {
  const blocked = props.block !== null;
  return (
    <ActionBar live text={summary(props)}>
      <Button
        size="md"
        loading={props.starting}
        disabled={blocked}
        leftSection={
          blocked ? <IconLock size={16} aria-hidden="true" /> : <IconBolt size={17} aria-hidden="true" />
        }
        onClick={props.onTrain}
      >
        Train
      </Button>
    </ActionBar>
  );
}
