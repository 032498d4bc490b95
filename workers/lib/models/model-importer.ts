import type { ModelImport } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import type { ModelRecord, ModelSource } from '../../../src/core/contract/model';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import type { HubClient, HubSnapshot } from '../../../src/hub/hub-client';
import { hubModelFiles } from './hub-files';
import { type Candidate, importModel } from './import-model';
import { localModelFiles } from './local-files';
import { newModelId, removeOrphans } from './model-ids';
import { removeModel } from './run-model';
import { type FetchStarterFile, starterFiles } from './starter-files';
import { type ImportOptions, Transfer } from './transfer';

export interface ModelImporterParts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly hub: HubClient;
  readonly fetchStarterFile: FetchStarterFile;
}

const STARTER_ID = 'starter';
/** The branch of the Hub that is asked for where none is named. */
const MAIN = 'main';

type HubSource = Extract<ModelSource, { kind: 'hub' }>;

function isOfRepo(repo: string): (source: ModelSource) => source is HubSource {
  return (source): source is HubSource => source.kind === 'hub' && source.repo === repo;
}

/** Takes models in: from the app itself, from this computer, from the Hub. Whole or not at all. */
export class ModelImporter {
  constructor(private readonly parts: ModelImporterParts) {}

  /**
   * Reads, checks and stores a model and writes its record. The starter, and a model of the Hub at one commit, are
   * stored once. Throws `MODEL_*`, `HUB_*`, `STORAGE_*`, `WORKER_CANCELLED`.
   */
  async importModel(request: ModelImport, options: ImportOptions): Promise<ModelRecord> {
    await removeOrphans(this.parts.files, this.parts.records, Date.now());
    switch (request.kind) {
      case 'starter':
        return this.importStarter(options);
      case 'local':
        return this.importLocal(request, options);
      case 'hub':
        return this.importFromHub(request, options);
    }
  }

  private async importStarter(options: ImportOptions): Promise<ModelRecord> {
    const { records, files: store, fetchStarterFile } = this.parts;
    const files = starterFiles(fetchStarterFile);
    const stored = await this.findStored(({ kind }) => kind === 'starter');
    if (stored !== null) {
      const config = await store.read(paths.modelFile(stored.id, 'config.json'));
      if ((await config.text()) === (await new Transfer(files, 'downloading', options).text('config.json'))) {
        return stored;
      }
    }
    // The app came with newer weights, or those here were lost.
    await removeModel(store, records, stored?.id ?? STARTER_ID);
    return this.takeIn(
      { id: STARTER_ID, name: 'Built-in starter', source: { kind: 'starter' }, files, stage: 'downloading' },
      options,
    );
  }

  private async importLocal(
    request: Extract<ModelImport, { kind: 'local' }>,
    options: ImportOptions,
  ): Promise<ModelRecord> {
    const name = request.name.replace(/\.zip$/i, '');
    return this.takeIn(
      {
        id: newModelId(Date.now()),
        name,
        source: { kind: 'local', name: request.name },
        files: await localModelFiles(request.files),
        stage: 'reading',
      },
      options,
    );
  }

  private async importFromHub(
    { repo, revision, token }: Extract<ModelImport, { kind: 'hub' }>,
    options: ImportOptions,
  ): Promise<ModelRecord> {
    const asked = { repo, revision, token, signal: options.signal };
    let snapshot: HubSnapshot;
    try {
      snapshot = await this.parts.hub.snapshot(asked);
    } catch (thrown) {
      // Without a connection, what was downloaded of this model before serves; of a branch or tag nobody knows the commit.
      const offline = thrown instanceof AppError && thrown.code === 'HUB_OFFLINE';
      const serves = (known: ModelSource): boolean =>
        isOfRepo(repo)(known) && (revision === MAIN || revision === known.revision);
      const stored = offline ? await this.findStored(serves) : null;
      if (stored === null) throw thrown;
      return stored;
    }
    const source: ModelSource = { kind: 'hub', repo: snapshot.repo, revision: snapshot.commit };
    const stored = await this.findStored(
      (known) => isOfRepo(snapshot.repo)(known) && known.revision === snapshot.commit,
    );
    if (stored !== null) return stored;
    const files = hubModelFiles(this.parts.hub, snapshot, asked);
    return this.takeIn(
      { id: newModelId(Date.now()), name: snapshot.repo, source, files, stage: 'downloading' },
      options,
    );
  }

  /** The newest model of this source whose files are still there. */
  private async findStored(matches: (source: ModelSource) => boolean): Promise<ModelRecord | null> {
    for (const record of await this.parts.records.models.list()) {
      const weights = paths.modelFile(record.id, 'model.safetensors');
      if (matches(record.source) && (await this.parts.files.exists(weights))) return record;
    }
    return null;
  }

  private async takeIn(candidate: Candidate, options: ImportOptions): Promise<ModelRecord> {
    try {
      const record = await importModel(candidate, this.parts.files, options);
      if (options.signal.aborted) throw new AppError('WORKER_CANCELLED');
      await this.parts.records.models.put(record);
      return record;
    } catch (thrown) {
      await this.parts.files.remove(paths.model(candidate.id));
      throw thrown;
    }
  }
}
