import { roleFromName } from '../../state/file-role';
import { EmptyState } from '../../ui/empty-state';
import { Loading } from '../../ui/loading';
import { Page } from '../../ui/page';
import { AddData } from './add-data';
import { DatasetLibrary } from './dataset-library';
import { DatasetView } from './dataset-view';
import { ImportList } from './import-list';
import { PushDataset } from './push-dialog';
import { useData } from './use-data';
import { usePreview } from './use-preview';
import { Welcome } from './welcome';

/** The first step: files in, columns and splits set. */
export function DataPanel() {
  const { loading, items, jobs, dataset, report, shownFile, showFile, datasets, selectDataset } = useData();
  const rows = usePreview(dataset?.id ?? '', shownFile);
  const add = (
    <AddData
      onFiles={(files) => void datasets.create(files)}
      onText={(text, name) => void datasets.createFromText(text, name)}
      onSample={(sample) => void datasets.createFromSample(sample)}
    />
  );
  const imports = (
    <ImportList jobs={jobs} onCancel={datasets.cancelImport} onDismiss={datasets.dismissImport} />
  );
  const reading = jobs.some((job) => job.failure === null);
  const library = items.length > 0 && (
    <DatasetLibrary
      items={items}
      chosenId={dataset?.id ?? null}
      now={Date.now()}
      onChoose={selectDataset}
      onRename={(id, name) => void datasets.rename(id, name)}
      onDelete={(id) => void datasets.remove(id)}
    />
  );

  if (loading) return <Loading label="Opening your library" />;
  if (dataset === null && items.length === 0) {
    return (
      <Welcome>
        {imports}
        {!reading && add}
      </Welcome>
    );
  }
  if (dataset === null) {
    return (
      <Page title="New dataset" lead="Add a file, or go on with one of the datasets below.">
        {imports}
        {!reading && add}
        {library}
      </Page>
    );
  }
  if (shownFile === null) {
    return (
      <Page title={dataset.name}>
        {imports}
        <EmptyState title="This dataset has no files" action={add} />
        {library}
      </Page>
    );
  }
  return (
    <DatasetView
      key={dataset.id}
      dataset={dataset}
      report={report}
      rows={rows}
      shownFileId={shownFile.id}
      busy={jobs.some((job) => job.datasetId === dataset.id && job.failure === null)}
      fileActions={{
        onRole: (fileId, role) => void datasets.setRole(dataset.id, fileId, role),
        onOptions: (fileId, options) => void datasets.reparse(dataset.id, fileId, options),
        onRemove: (fileId) => void datasets.removeFile(dataset.id, fileId),
      }}
      onShowFile={showFile}
      onAddFiles={(files) => {
        for (const file of files) void datasets.addFile(dataset.id, file, roleFromName(file.name));
      }}
      onMapping={(mapping) => void datasets.setMapping(dataset.id, mapping)}
      onSplit={(split) => void datasets.setSplit(dataset.id, split)}
      onTagging={(tagging) => void datasets.setTagging(dataset.id, tagging)}
      onRename={(name) => void datasets.rename(dataset.id, name)}
      onNew={() => selectDataset(null)}
      onRetry={() => void datasets.inspect(dataset.id)}
      actions={<PushDataset dataset={dataset} />}
      before={imports}
      after={library}
    />
  );
}
