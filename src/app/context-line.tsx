import { useStudio } from '../state/react';
import { chosenDataset, chosenModel, liveRun } from '../state/selectors';
import { routeTo } from '../ui/route';
import { StatusMark } from '../ui/status';
import classes from './shell.module.css';
import { stepStatus } from './step-status';

/** What is on the table: dataset, model, and the run that is going on. */
export function ContextLine() {
  const dataset = useStudio((s) => chosenDataset(s)?.name ?? null);
  const model = useStudio((s) => chosenModel(s)?.name ?? null);
  const runId = useStudio((s) => liveRun(s)?.id ?? null);
  const state = useStudio((s) => stepStatus(s, 'train').state);
  const line = useStudio((s) => stepStatus(s, 'train').line);
  return (
    <div className={classes.context}>
      {dataset !== null && (
        <a href={routeTo('data')} title={dataset} aria-label={`Dataset ${dataset}`}>
          {dataset}
        </a>
      )}
      {dataset !== null && model !== null && <span aria-hidden="true">/</span>}
      {model !== null && (
        <a href={routeTo('model')} title={model} aria-label={`Model ${model}`}>
          {model}
        </a>
      )}
      {runId !== null && (
        <a href={routeTo('train')} className={classes.live} aria-label={`Run going on: ${line}`}>
          <StatusMark state={state} size={14} />
          <span className={classes.liveText}>{line}</span>
        </a>
      )}
    </div>
  );
}
