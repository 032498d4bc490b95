import { describe } from 'vitest';
import { startCpu } from '../../testing/cpu-device';
import { goldenSuite } from '../../testing/golden-suite';

describe('BERT on cpu against PyTorch', () => {
  goldenSuite(startCpu, { logits: 2e-5, relative: 1e-4, trained: 5e-5 });
});
