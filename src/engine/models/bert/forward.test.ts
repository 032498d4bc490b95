import { describe } from 'vitest';
import { bertSuite } from '../../testing/bert-suite';
import { startCpu } from '../../testing/cpu-device';

describe('BERT on cpu against the float64 reference', () => {
  bertSuite(startCpu, { logits: 2e-5, relative: 1e-4 });
});
