import { HubClient } from '../src/hub/hub-client';
import { openFileStore } from '../src/storage/open-file-store';
import { openRecordStore } from '../src/storage/open-record-store';
import { createDataService } from './lib/data/data-service';
import { exposeApi } from './lib/expose';
import { ModelImporter } from './lib/models/model-importer';

/** The starter's files lie beside the page, not beside the bundled worker. */
const starterFolder = new URL(`${import.meta.env.BASE_URL}models/starter-en/`, self.location.origin);
const programFolder = new URL(`${import.meta.env.BASE_URL}cluster/`, self.location.origin);

exposeApi(
  Promise.all([openFileStore(), openRecordStore()]).then(([files, records]) =>
    createDataService({
      files,
      records,
      models: new ModelImporter({
        files,
        records,
        hub: new HubClient(),
        fetchStarterFile: (name) => fetch(new URL(name, starterFolder)),
      }),
      fetchProgram: (name) => fetch(new URL(name, programFolder)),
    }),
  ),
);
