import { describe } from 'vitest';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { serviceSuite } from './testing/service-suite';

describe('training service on cpu', () => serviceSuite(startCpu));
