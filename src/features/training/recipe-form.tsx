import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { DESCRIPTORS, type Descriptor } from '../../core/recipe/descriptors';
import type { Task } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import { recipeSchema } from '../../core/recipe/recipe';
import { resolveInterval } from '../../core/recipe/steps';
import { formatCounted } from '../../core/units';
import { RecipeField } from './recipe-field';
import classes from './recipe-form.module.css';

interface RecipeFormProps {
  readonly task: Task;
  readonly recipe: Recipe;
  /** Optimizer steps of the run, where they are known. */
  readonly totalSteps: number | null;
  readonly onChange: (recipe: Recipe) => void;
}

const GROUPS: readonly { readonly id: Descriptor['group']; readonly label: string }[] = [
  { id: 'schedule', label: 'Schedule' },
  { id: 'optimizer', label: 'Optimizer' },
  { id: 'evaluation', label: 'Evaluation and best model' },
  { id: 'model', label: 'Model' },
  { id: 'data', label: 'Data' },
];

/** Settings that mean something for a task. */
function descriptorsFor(task: Task): readonly (typeof DESCRIPTORS)[number][] {
  return DESCRIPTORS.filter((descriptor) => !('task' in descriptor) || descriptor.task === task);
}

/** Settings that another setting switches off. */
function isEnabled(key: keyof Recipe, recipe: Recipe): boolean {
  if (key === 'evalSteps') return recipe.evalStrategy === 'steps';
  if (key === 'earlyStoppingThreshold') return recipe.earlyStoppingPatience > 0;
  if (key === 'warmupSteps') return recipe.lrSchedulerType !== 'constant';
  if (key === 'numTrainEpochs') return recipe.maxSteps <= 0;
  return true;
}

function noteFor(key: keyof Recipe, recipe: Recipe, totalSteps: number | null): string | undefined {
  if (key === 'numTrainEpochs' && recipe.maxSteps > 0) return 'max steps decides';
  if (totalSteps === null || (key !== 'warmupSteps' && key !== 'evalSteps')) return undefined;
  const value = recipe[key];
  if (value <= 0 || value >= 1 || !isEnabled(key, recipe)) return undefined;
  return formatCounted(resolveInterval(value, totalSteps), 'step');
}

/** The short form, and everything else in TrainingArguments' words below a fold. Draws itself from the descriptors. */
export function RecipeForm({ task, recipe, totalSteps, onChange }: RecipeFormProps) {
  const [open, setOpen] = useState(false);
  const foldId = useId();
  const descriptors = descriptorsFor(task);
  const advanced = descriptors.filter(({ level }) => level === 'advanced');
  const field = (descriptor: (typeof DESCRIPTORS)[number]) => (
    <RecipeField
      key={descriptor.key}
      task={task}
      descriptor={descriptor}
      value={recipe[descriptor.key]}
      enabled={isEnabled(descriptor.key, recipe)}
      note={noteFor(descriptor.key, recipe, totalSteps)}
      onChange={(value) => {
        const changed = recipeSchema.safeParse({ ...recipe, [descriptor.key]: value });
        if (changed.success) onChange(changed.data);
      }}
    />
  );
  return (
    <div className={classes.form}>
      <div className={classes.grid}>{descriptors.filter(({ level }) => level === 'basic').map(field)}</div>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={open}
        aria-controls={foldId}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={16} aria-hidden="true" data-open={open || undefined} />
        Advanced settings
        <span className={classes.foldNote}>{advanced.length} more, as in TrainingArguments</span>
      </UnstyledButton>
      <Collapse id={foldId} expanded={open} transitionDuration={0}>
        <div className={classes.groups}>
          {GROUPS.map(({ id, label }) => {
            const members = advanced.filter(({ group }) => group === id);
            return members.length === 0 ? null : (
              <fieldset key={id} className={classes.group}>
                <legend>{label}</legend>
                <div className={classes.grid}>{members.map(field)}</div>
              </fieldset>
            );
          })}
        </div>
      </Collapse>
    </div>
  );
}
