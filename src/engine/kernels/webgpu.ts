import type { WebGpuParameters } from '../runtime/webgpu-parameters';
import { addNorm, addNormBackward } from './add-norm/webgpu';
import { attention, attentionBackward } from './attention/webgpu';
import { crossEntropy } from './cross-entropy/webgpu';
import { dropout } from './dropout/webgpu';
import { embed, embedBackward } from './embedding/webgpu';
import { firstToken, firstTokenBackward } from './first-token/webgpu';
import type { Kernels } from './kernels';
import { activationBackward, linear, linearBackward } from './linear/webgpu';
import { webGpuInts } from './webgpu-ints';

/** The WebGPU kernels: programs of ours over tensors of TensorFlow.js' back end and arenas of parameters. */
export function webGpuKernels(store: WebGpuParameters): Kernels {
  const { runner } = store;
  return {
    ints: webGpuInts,
    embed: (...args) => embed(store, ...args),
    embedBackward: (...args) => embedBackward(store, ...args),
    linear: (...args) => linear(store, ...args),
    linearBackward: (...args) => linearBackward(store, ...args),
    activationBackward: (...args) => activationBackward(runner, ...args),
    addNorm: (...args) => addNorm(store, ...args),
    addNormBackward: (...args) => addNormBackward(store, ...args),
    attention: (...args) => attention(runner, ...args),
    attentionBackward: (...args) => attentionBackward(runner, ...args),
    dropout: (...args) => dropout(runner, ...args),
    firstToken: (...args) => firstToken(runner, ...args),
    firstTokenBackward: (...args) => firstTokenBackward(runner, ...args),
    crossEntropy: (...args) => crossEntropy(runner, ...args),
  };
}
