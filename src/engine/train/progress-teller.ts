import type { RunEventBody } from '../../core/contract/events';
import type { Progress } from '../../core/contract/run';
import type { Recipe } from '../../core/recipe/recipe';
import type { StepPlan } from '../../core/recipe/steps';
import { evaluationsLeft } from './intervals';
import type { MetricCollector } from './metric-collector';
import type { RunClock } from './run-clock';

/** How often progress is told, at most. */
const PROGRESS_MS = 250;
/** A step longer than this is worth a word. */
const SLOW_STEP_SECONDS = 10;

export interface ProgressTellerParts {
  readonly recipe: Recipe;
  readonly plan: StepPlan;
  readonly clock: RunClock;
  readonly metrics: MetricCollector;
  readonly emit: (event: RunEventBody) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** Tells how far a run is, how long it still takes, and once that it is slow. */
export class ProgressTeller {
  private evaluationSeconds = 0;
  private lastTold = 0;
  private saidSlow = false;

  constructor(private readonly parts: ProgressTellerParts) {}

  /** What the last evaluation took: the next ones will too. */
  evaluationTook(seconds: number): void {
    this.evaluationSeconds = seconds;
  }

  /** @param done the steps that the device has done, and their epochs */
  tell(
    done: { readonly step: number; readonly epoch: number },
    phase: Progress['phase'],
    { always = false }: { readonly always?: boolean } = {},
  ): void {
    const { recipe, plan, clock, metrics, emit, now } = this.parts;
    if (!always && now() - this.lastTold < PROGRESS_MS) return;
    this.lastTold = now();
    const { step, epoch } = done;
    const stepsLeft = metrics.secondsLeft(plan.totalSteps - step);
    const evaluations = evaluationsLeft(recipe, plan, step);
    const progress: Progress = {
      step,
      totalSteps: plan.totalSteps,
      epoch,
      elapsedSeconds: clock.elapsedSeconds,
      secondsLeft: stepsLeft === null ? null : stepsLeft + evaluations * this.evaluationSeconds,
      tokensPerSecond: metrics.tokensPerSecond,
      phase,
    };
    emit({ type: 'progress', step, progress });
    this.adviseOnSpeed(step);
  }

  private adviseOnSpeed(step: number): void {
    const stepSeconds = this.parts.metrics.secondsLeft(1);
    if (this.saidSlow || stepSeconds === null || stepSeconds < SLOW_STEP_SECONDS) return;
    this.saidSlow = true;
    const warning = { code: 'SLOW_DEVICE', details: { stepSeconds: Math.round(stepSeconds) } } as const;
    this.parts.emit({ type: 'warning', step, warning });
  }
}
