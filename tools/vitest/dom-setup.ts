import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);
// No test measures time by it: a busy machine makes nothing fail.
configure({ asyncUtilTimeout: 20_000 });

// What Mantine and recharts ask of a browser and jsdom does not have.
window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => {},
  removeListener: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
  dispatchEvent: () => false,
});

window.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

Element.prototype.scrollIntoView = () => {};
window.scrollTo = () => {};

/** Reads a blob with what jsdom has: it knows FileReader, but neither `Blob.text` nor `Blob.arrayBuffer`. */
function readBlob(blob: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (reader.result instanceof ArrayBuffer) resolve(reader.result);
      else reject(new TypeError('not read as bytes'));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new TypeError('not readable')));
    reader.readAsArrayBuffer(blob);
  });
}

Blob.prototype.arrayBuffer = function arrayBuffer() {
  return readBlob(this);
};
Blob.prototype.text = async function text() {
  return new TextDecoder().decode(await readBlob(this));
};
