import type { HostParameters } from '../runtime/host-parameters';
import { addNorm, addNormBackward } from './add-norm/host';
import { attention, attentionBackward } from './attention/host';
import { crossEntropy } from './cross-entropy/host';
import { dropout } from './dropout/host';
import { embed, embedBackward } from './embedding/host';
import { firstToken, firstTokenBackward } from './first-token/host';
import type { Kernels } from './kernels';
import { activationBackward, linear, linearBackward } from './linear/host';

/** The portable kernels: loops over the memory of the back end (cpu, wasm), products through TensorFlow.js. */
export function hostKernels(store: HostParameters): Kernels {
  const { memory } = store;
  return {
    ints: (host) => ({ host, device: null, dispose: () => undefined }),
    embed: (...args) => embed(store, ...args),
    embedBackward: (...args) => embedBackward(store, ...args),
    linear: (...args) => linear(store, ...args),
    linearBackward: (...args) => linearBackward(store, ...args),
    activationBackward: (...args) => activationBackward(memory, ...args),
    addNorm: (...args) => addNorm(store, ...args),
    addNormBackward: (...args) => addNormBackward(store, ...args),
    attention: (...args) => attention(memory, ...args),
    attentionBackward: (...args) => attentionBackward(memory, ...args),
    dropout: (...args) => dropout(memory, ...args),
    firstToken: (...args) => firstToken(memory, ...args),
    firstTokenBackward: (...args) => firstTokenBackward(memory, ...args),
    crossEntropy: (...args) => crossEntropy(memory, ...args),
  };
}
