import { describe, expect, test } from 'vitest';
import { objection } from './import-directions.js';

describe('import directions', () => {
  test.each([
    ['src/core/recipe/recipe.ts', 'zod'],
    ['src/engine/nn/linear.ts', '../../core/contract/errors'],
    ['src/engine/nn/linear.ts', '@tensorflow/tfjs-core'],
    ['src/features/model/model-panel.tsx', './hub-form'],
    ['src/features/model/parts/card.tsx', '../training/card'],
    ['src/features/model/model-panel.tsx', '../../state/store'],
    ['src/ui/charts/line-chart.tsx', 'recharts'],
    ['workers/training.worker.ts', '../src/engine/train/session'],
    ['workers/lib/expose.ts', 'comlink'],
    ['src/core/recipe/steps.test.ts', '../../engine/testing/vectors/step_plan.json'],
    ['src/app/testing/scenes.ts', '../../storage/memory-file-store'],
    ['tools/bench/kernels.ts', '@tensorflow/tfjs-core'],
  ])('%s may import %s', (file, specifier) => {
    expect(objection(file, specifier)).toBeUndefined();
  });

  test.each([
    ['src/core/recipe/recipe.ts', '../../engine/nn/linear'],
    ['src/core/recipe/recipe.ts', '../../engine/testing/allclose'],
    ['src/core/recipe/recipe.ts', 'react'],
    ['src/engine/nn/linear.ts', '../../storage/files'],
    ['src/engine/nn/linear.ts', 'comlink'],
    ['src/storage/files.ts', '../state/store'],
    ['src/client/bridge.ts', '../../workers/training.worker'],
    ['src/client/bridge.ts', '@tensorflow/tfjs-core'],
    ['src/state/store.ts', '../features/model/model-panel'],
    ['src/features/model/model-panel.tsx', '../training/form'],
    ['src/features/model/parts/card.tsx', '../../training/form'],
    ['src/features/model/model-panel.tsx', 'recharts'],
    ['src/ui/button.tsx', '../state/store'],
    ['src/app/shell.tsx', '../engine/nn/linear'],
    ['src/app/shell.tsx', '../storage/memory-file-store'],
    ['src/app/shell.tsx', '../../e2e/pages/shell'],
    ['workers/training.worker.ts', '../src/state/store'],
    ['workers/training.worker.ts', 'comlink'],
  ])('%s may not import %s', (file, specifier) => {
    expect(objection(file, specifier)).toBeTypeOf('string');
  });
});
