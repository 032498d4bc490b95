import { expect, test } from 'vitest';
import { parametersFor } from './parameters';
import { startWebGpu } from './webgpu-device';

const table = (rows: number) =>
  parametersFor(
    [{ name: 'word_embeddings.weight', shape: [rows, 4], init: 'zeros', group: 'embeddings', decay: true }],
    () => false,
  );

test('a parameter that no binding can hold is refused as a matter of memory, before anything is allocated', async () => {
  const device = await startWebGpu();
  const adapter = await navigator.gpu.requestAdapter();
  const rows = (adapter?.limits.maxStorageBufferBindingSize ?? 0) / 16;
  const refused = expect.objectContaining({ code: 'GPU_OUT_OF_MEMORY' });
  expect(() => device.allocate(table(rows + 1))).toThrow(refused);
  device.allocate(table(1)).store.dispose();
  await device.settled();
  device.dispose();
});
