import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

function input(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new RangeError(`no input ${name}`);
  return tensor;
}

/**
 * The one kernel of this model that TensorFlow.js' WASM back end lacks, the gradient of `tf.gather`, as a plain loop
 * over its heap: without it the plain side could not run there at all.
 */
export function registerUnsortedSegmentSum(): void {
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc({ inputs, attrs, backend }) {
      if (!(backend instanceof BackendWasm)) throw new TypeError('not the WASM back end');
      const x = input(inputs, 'x');
      const segmentIds = input(inputs, 'segmentIds');
      const rows = tf.util.sizeFromShape(segmentIds.shape);
      const columns = tf.util.sizeFromShape(x.shape) / rows;
      const shape = [Number(attrs?.['numSegments']), ...x.shape.slice(segmentIds.shape.length)];
      const out = backend.makeOutput(shape, 'float32');
      const ids = backend.typedArrayFromHeap(segmentIds);
      const from = backend.typedArrayFromHeap(x);
      const to = backend.typedArrayFromHeap(out).fill(0);
      for (let row = 0; row < rows; row++) {
        const target = Number(ids[row]) * columns;
        for (let c = 0; c < columns; c++) {
          to[target + c] = Number(to[target + c]) + Number(from[row * columns + c]);
        }
      }
      return out;
    },
  });
}
