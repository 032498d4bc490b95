import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { DESCRIPTORS } from '../../core/recipe/descriptors';
import { PRETRAINED_RECIPE, type Recipe } from '../../core/recipe/recipe';
import { RecipeForm } from './recipe-form';

let recipe: Recipe = PRETRAINED_RECIPE;

function Form() {
  const [value, setValue] = useState<Recipe>(PRETRAINED_RECIPE);
  recipe = value;
  return (
    <MantineProvider env="test">
      <RecipeForm recipe={value} totalSteps={300} onChange={setValue} />
    </MantineProvider>
  );
}

async function retype(field: HTMLElement, text: string): Promise<void> {
  await userEvent.clear(field);
  if (text !== '') await userEvent.type(field, text);
}

test('shows the short form, and every hyper-parameter once unfolded', async () => {
  render(<Form />);
  expect(screen.getByLabelText('Learning rate')).toHaveValue('5e-5');
  const fold = screen.getByRole('button', { name: /Advanced settings/ });
  expect(fold).toHaveAttribute('aria-expanded', 'false');
  await userEvent.click(fold);
  expect(fold).toHaveAttribute('aria-expanded', 'true');
  for (const { label } of DESCRIPTORS) expect(screen.getByLabelText(label), label).toBeVisible();
  expect(screen.getByText('gradient_accumulation_steps')).toBeVisible();
});

test('takes scientific notation while it is typed, and says why it refuses', async () => {
  render(<Form />);
  const rate = screen.getByRole('spinbutton', { name: 'Learning rate' });
  await retype(rate, '3e-4');
  expect(recipe.learningRate).toBe(3e-4);
  await retype(rate, '7');
  expect(screen.getByText('At most 1')).toBeVisible();
  expect(rate).toBeInvalid();
  expect(recipe.learningRate).toBe(3e-4);
  await userEvent.tab();
  expect(rate).toHaveValue('3e-4');
});

test('arrow keys step', async () => {
  render(<Form />);
  await userEvent.type(screen.getByRole('spinbutton', { name: 'Batch size' }), '{ArrowUp}');
  expect(recipe.perDeviceTrainBatchSize).toBe(9);
});

test('an empty field is the model’s own value where that exists', async () => {
  render(<Form />);
  await userEvent.click(screen.getByRole('button', { name: /Advanced settings/ }));
  const layers = screen.getByLabelText('Trained layers');
  expect(layers).toHaveAttribute('placeholder', 'all, with the embeddings');
  await retype(layers, '2');
  expect(recipe.trainableLayers).toBe(2);
  await retype(layers, '');
  expect(recipe.trainableLayers).toBeNull();
});

test('what another setting switches off cannot be changed; shares of the run say their steps', async () => {
  render(<Form />);
  await userEvent.click(screen.getByRole('button', { name: /Advanced settings/ }));
  expect(screen.getByLabelText('Evaluate every')).toBeDisabled();
  await retype(screen.getByLabelText('Warm-up'), '0.1');
  expect(screen.getByText(/· 30 steps/)).toBeVisible();
  await retype(screen.getByLabelText('Max steps'), '40');
  expect(screen.getByLabelText('Epochs')).toBeDisabled();
});
