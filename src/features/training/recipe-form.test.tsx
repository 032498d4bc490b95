import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import type { Task } from '../../core/contract/task';
import { DESCRIPTORS, type Descriptor } from '../../core/recipe/descriptors';
import { PRETRAINED_RECIPE, type Recipe } from '../../core/recipe/recipe';
import { RecipeForm } from './recipe-form';

interface FormProps {
  readonly task: Task;
  readonly onChange: (recipe: Recipe) => void;
}

function Form({ task, onChange }: FormProps) {
  const [recipe, setRecipe] = useState<Recipe>(PRETRAINED_RECIPE);
  const change = (next: Recipe): void => {
    setRecipe(next);
    onChange(next);
  };
  return (
    <MantineProvider env="test">
      <RecipeForm task={task} recipe={recipe} totalSteps={300} onChange={change} />
    </MantineProvider>
  );
}

/** Draws the form; the returned function gives the recipe as it was last changed. */
function show(task: Task = 'text-classification'): () => Recipe | undefined {
  const onChange = vi.fn<(recipe: Recipe) => void>();
  render(<Form task={task} onChange={onChange} />);
  return () => onChange.mock.lastCall?.[0];
}

async function retype(field: HTMLElement, text: string): Promise<void> {
  await userEvent.clear(field);
  await userEvent.click(field);
  if (text !== '') await userEvent.paste(text);
}

const ALL: readonly Descriptor[] = DESCRIPTORS;

test.each(['text-classification', 'token-classification'] as const)(
  'shows the short form, and every hyper-parameter of %s once unfolded',
  async (task) => {
    show(task);
    expect(screen.getByLabelText('Learning rate')).toHaveValue('5e-5');
    const fold = screen.getByRole('button', { name: /Advanced settings/ });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    const labels = [...document.querySelectorAll('label')].filter(({ control }) => control !== null);
    const shown = labels.map((label) => label.textContent);
    const isOf = ({ task: only }: Descriptor) => only === undefined || only === task;
    expect(ALL.filter(({ label }) => shown.includes(label))).toEqual(ALL.filter(isOf));
    expect(screen.getByText('gradient_accumulation_steps')).toBeVisible();
  },
);

test('takes scientific notation while it is typed, and says why it refuses', async () => {
  const recipe = show();
  const rate = screen.getByRole('spinbutton', { name: 'Learning rate' });
  await userEvent.clear(rate);
  await userEvent.type(rate, '3e-4');
  expect(recipe()?.learningRate).toBe(3e-4);
  await retype(rate, '7');
  expect(screen.getByText('At most 1')).toBeVisible();
  expect(rate).toBeInvalid();
  expect(recipe()?.learningRate).toBe(3e-4);
  await userEvent.tab();
  expect(rate).toHaveValue('3e-4');
});

test('arrow keys step', async () => {
  const recipe = show();
  await userEvent.type(screen.getByRole('spinbutton', { name: 'Batch size' }), '{ArrowUp}');
  expect(recipe()?.perDeviceTrainBatchSize).toBe(9);
});

test('an empty field is the model’s own value where that exists', async () => {
  const recipe = show();
  await userEvent.click(screen.getByText('Advanced settings'));
  const layers = screen.getByLabelText('Trained layers');
  expect(layers).toHaveAttribute('placeholder', 'all, with the embeddings');
  await retype(layers, '2');
  expect(recipe()?.trainableLayers).toBe(2);
  await retype(layers, '');
  expect(recipe()?.trainableLayers).toBeNull();
});

test('what another setting switches off cannot be changed; shares of the run say their steps', async () => {
  show();
  await userEvent.click(screen.getByText('Advanced settings'));
  expect(screen.getByLabelText('Evaluate every')).toBeDisabled();
  await retype(screen.getByLabelText('Warm-up'), '0.1');
  expect(screen.getByText(/· 30 steps/)).toBeVisible();
  await retype(screen.getByLabelText('Max steps'), '40');
  expect(screen.getByLabelText('Epochs')).toBeDisabled();
});

test('offers the figures that evaluations of the task have', async () => {
  const recipe = show('token-classification');
  await userEvent.click(screen.getByText('Advanced settings'));
  await userEvent.click(screen.getByRole('combobox', { name: 'Best model by' }));
  expect(screen.queryByRole('option', { name: 'F1, macro' })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('option', { name: 'F1 of entities' }));
  expect(recipe()?.metricForBestModel).toBe('f1');
});
