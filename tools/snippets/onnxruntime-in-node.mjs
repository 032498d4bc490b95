/*
 * `node --import …/onnxruntime-in-node.mjs SCRIPT`: runs a script that uses `@huggingface/transformers` in Node. Its
 * native packages are not installed here (`tools/absent`): ONNX Runtime's WebAssembly twin takes the place of one,
 * and nothing that of the other, which reads pictures. The library requires the one and imports the other.
 */
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

// Unless it is told, the library would fetch the twin's files from elsewhere.
const require = createRequire(import.meta.url);
const dist = new URL('./', pathToFileURL(require.resolve('onnxruntime-web')));
require('onnxruntime-web').env.wasm.wasmPaths = dist.href;

require.cache[require.resolve('onnxruntime-node')] = require.cache[require.resolve('onnxruntime-web')];

const hooks = `
  const nothing = 'data:text/javascript,export default () => undefined';
  export const resolve = (specifier, context, next) =>
    specifier === 'sharp' ? { url: nothing, shortCircuit: true } : next(specifier, context);
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
