import { describe } from 'vitest';
import { startCpu } from '../testing/cpu-device';
import { kernelSuite } from '../testing/kernel-suite';
import { stackSuite } from '../testing/stack-suite';

describe('kernels on cpu', () => {
  kernelSuite(startCpu, 1e-5);
  stackSuite(startCpu, 1e-5);
});
