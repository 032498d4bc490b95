import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import type { ModelRecord } from '../../core/contract/model';
import type { ImportJob } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { FileDrop } from '../../ui/file-drop';
import { NextStep } from '../../ui/next-step';
import { OperationProgress } from '../../ui/operation-progress';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { HubForm } from './hub-form';
import { ModelFacts } from './model-facts';
import { ModelLibrary } from './model-library';
import classes from './model.module.css';
import { StageBadge } from './stage-badge';

export interface ModelViewProps {
  readonly items: readonly ModelRecord[];
  readonly chosen: ModelRecord | null;
  readonly jobs: readonly ImportJob[];
  readonly actions: {
    readonly onChoose: (modelId: string) => void;
    readonly onStarter: () => void;
    readonly onLocal: (files: readonly File[]) => void;
    readonly onHub: (repo: string, revision: string, token: string | null) => void;
    readonly onCancel: (jobId: string) => void;
    readonly onDismiss: (jobId: string) => void;
    readonly onRename: (modelId: string, name: string) => void;
    readonly onDelete: (modelId: string) => void;
  };
}

/** The starter card: what it is, and whether it is in use. */
function StarterCard({
  starter,
  inUse,
  busy,
  needed,
  onUse,
}: {
  readonly starter: ModelRecord | null;
  readonly inUse: boolean;
  readonly busy: boolean;
  /** No model is chosen: this is the thing to do. */
  readonly needed: boolean;
  readonly onUse: () => void;
}) {
  return (
    <Panel
      title={
        <span className={classes.nameCell}>
          Built-in starter {starter !== null && <StageBadge stage={starter.stage} />}
        </span>
      }
      description="A small English BERT that comes with the studio: nothing to download, and quick even without a graphics card."
    >
      <Button
        variant={needed ? 'filled' : 'default'}
        disabled={inUse}
        loading={busy}
        leftSection={<IconSparkles size={16} stroke={1.6} aria-hidden="true" />}
        onClick={onUse}
      >
        {inUse ? 'In use' : 'Use the starter'}
      </Button>
    </Panel>
  );
}

/** Where the model comes from, and what is known about it. */
export function ModelView({ items, chosen, jobs, actions }: ModelViewProps) {
  const starter = items.find((model) => model.source.kind === 'starter') ?? null;
  const running = jobs.filter((job) => job.failure === null);
  return (
    <Page
      title="Model"
      lead="Pick the encoder that will learn your labels. A larger one knows more language and takes more memory and time."
      next={
        <NextStep
          href="#/train"
          label="Continue to training"
          blocked={chosen === null ? 'Choose a model first: the starter needs no download.' : null}
        >
          {chosen !== null && `${chosen.name} is chosen. Next: the settings, and how long it will take here.`}
        </NextStep>
      }
    >
      {jobs.map(
        (job) =>
          job.failure !== null && (
            <FailureCard
              key={job.id}
              subject={job.name}
              failure={job.failure}
              onDismiss={() => actions.onDismiss(job.id)}
            />
          ),
      )}
      {running.length > 0 && (
        <Panel title="Getting the model">
          {running.map((job) => (
            <OperationProgress
              key={job.id}
              name={job.name}
              progress={job.progress}
              onCancel={() => actions.onCancel(job.id)}
            />
          ))}
        </Panel>
      )}
      {chosen !== null && (
        <Panel
          title={
            <span className={classes.nameCell}>
              {chosen.name} <StageBadge stage={chosen.stage} />
            </span>
          }
          description="The chosen model"
        >
          <ModelFacts model={chosen} />
        </Panel>
      )}
      <div className={classes.sources}>
        <div className={classes.column}>
          <StarterCard
            starter={starter}
            inUse={starter !== null && starter.id === chosen?.id}
            busy={starter === null && running.length > 0}
            needed={chosen === null}
            onUse={() => (starter === null ? actions.onStarter() : actions.onChoose(starter.id))}
          />
          <Panel
            title="From this computer"
            description="A folder or zip with config.json, model.safetensors and tokenizer.json, also one that this studio exported."
          >
            <FileDrop
              compact
              title="Drop a folder or zip"
              label="Choose a zip"
              folderLabel="Choose a folder"
              accept=".zip,application/zip"
              disabled={running.length > 0}
              onFiles={actions.onLocal}
            />
          </Panel>
        </div>
        <Panel
          title="From Hugging Face"
          description="Downloaded once, then kept in this browser. Only the name of the model leaves this computer."
        >
          <HubForm busy={running.length > 0} onImport={actions.onHub} />
        </Panel>
      </div>
      {items.length > 0 && (
        <ModelLibrary
          items={items}
          chosenId={chosen?.id ?? null}
          onChoose={actions.onChoose}
          onRename={actions.onRename}
          onDelete={actions.onDelete}
        />
      )}
    </Page>
  );
}
