import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { expose } from 'comlink';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device.ts';
import { watchGpuCalls } from '../sides/gpu-calls.ts';
import { OurSide } from '../sides/ours.ts';
import { PlainSide } from '../sides/plain.ts';
import { startPlain } from '../sides/start-plain.ts';
import { processEndpoint } from './process-endpoint.ts';

const calls = watchGpuCalls();

// The argument of the process tells which side it is.
expose(
  process.argv[2] === 'ours'
    ? new OurSide(() => startWebGpu(), calls)
    : new PlainSide((backend) => startPlain(backend), calls),
  processEndpoint(process),
);
