import { openFileStore } from '../src/storage/open-file-store';
import { openRecordStore } from '../src/storage/open-record-store';
import { exposeApi } from './lib/expose';
import { createTransformersLibrary } from './lib/inference/library';
import { createInferenceService } from './lib/inference/service';
import { siteThreads } from './lib/inference/site-threads';

/** ONNX Runtime's files lie beside the page, not beside the bundled worker. */
const runtimeFolder = new URL(`${import.meta.env.BASE_URL}ort/`, self.location.origin).href;
const threads = siteThreads(navigator.hardwareConcurrency, self.crossOriginIsolated);

exposeApi(
  Promise.all([openFileStore(), openRecordStore()]).then(([files, records]) =>
    createInferenceService(files, records, createTransformersLibrary({ runtimeFolder, threads })),
  ),
);
