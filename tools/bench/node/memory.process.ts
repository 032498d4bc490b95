import { expose } from 'comlink';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device.ts';
import { EngineMemoryRun } from '../memory/run.ts';
import { processEndpoint } from './process-endpoint.ts';

expose(new EngineMemoryRun(() => startWebGpu()), processEndpoint(process));
