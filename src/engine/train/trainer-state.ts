import { planSteps, resolveInterval } from '../../core/recipe/steps';
import type { RunRecord } from '../../core/contract/run';
import type { LogEntry } from './log-history';

/** What a run keeps for trainer_state.json beside its record. Plain JSON, part of a checkpoint. */
export interface TrainingHistory {
  readonly logHistory: readonly LogEntry[];
  /** 6 · padded tokens · parameters outside the embeddings, over all training batches. */
  readonly totalFlos: number;
  readonly patienceCounter: number;
}

/** TrainingArguments' default for eval_steps and save_steps where a strategy does not use them. */
const UNUSED_STEPS = 500;

function callbacks(
  run: RunRecord,
  history: TrainingHistory,
  trainingEnded: boolean,
): Record<string, unknown> {
  const { earlyStoppingPatience, earlyStoppingThreshold } = run.spec.recipe;
  const control = {
    args: {
      should_epoch_stop: false,
      should_evaluate: false,
      should_log: false,
      should_save: true,
      should_training_stop: trainingEnded,
    },
    attributes: {},
  };
  if (earlyStoppingPatience === 0) return { TrainerControl: control };
  return {
    EarlyStoppingCallback: {
      args: {
        early_stopping_patience: earlyStoppingPatience,
        early_stopping_threshold: earlyStoppingThreshold,
      },
      attributes: { early_stopping_patience_counter: history.patienceCounter },
    },
    TrainerControl: control,
  };
}

/** The object of trainer_state.json (transformers' TrainerState) for a run as it stands. */
export function trainerState(run: RunRecord, history: TrainingHistory): Record<string, unknown> {
  const { recipe, data } = run.spec;
  const plan = planSteps(recipe, data.splits.train.examples);
  const evalSteps =
    recipe.evalStrategy === 'steps' ? resolveInterval(recipe.evalSteps, plan.totalSteps) : UNUSED_STEPS;
  return {
    best_global_step: run.best?.step ?? null,
    best_metric: run.best?.value ?? null,
    // Names a folder on the trainer's disk, which an export does not have.
    best_model_checkpoint: null,
    epoch: run.progress.epoch,
    eval_steps: evalSteps,
    global_step: run.progress.step,
    is_hyper_param_search: false,
    is_local_process_zero: true,
    is_world_process_zero: true,
    log_history: history.logHistory,
    logging_steps: recipe.loggingSteps,
    max_steps: plan.totalSteps,
    num_input_tokens_seen: 0,
    num_train_epochs: plan.epochs,
    // A checkpoint goes with each evaluation.
    save_steps: evalSteps,
    stateful_callbacks: callbacks(run, history, run.status === 'completed' || run.status === 'stopped'),
    total_flos: history.totalFlos,
    train_batch_size: recipe.perDeviceTrainBatchSize,
    trial_name: null,
    trial_params: null,
  };
}
