import { useStudio } from '../../state/react';
import { chosenModel } from '../../state/selectors';
import { Loading } from '../../ui/loading';
import { ModelView } from './model-view';

/** The third step: the encoder that learns. */
export function ModelPanel() {
  const models = useStudio((s) => s.models);
  const chosen = useStudio(chosenModel);
  const selectModel = useStudio((s) => s.setup.selectModel);
  if (models.status !== 'ready' && models.items.length === 0) return <Loading label="Opening your models" />;
  return (
    <ModelView
      items={models.items}
      chosen={chosen}
      jobs={models.imports}
      actions={{
        onChoose: selectModel,
        onStarter: () => void models.importStarter(),
        onLocal: (files) => void models.importLocal(files),
        onHub: (repo, revision, token) => void models.importHub(repo, revision, token),
        onCancel: models.cancelImport,
        onDismiss: models.dismissImport,
        onRename: (id, name) => void models.rename(id, name),
        onDelete: (id) => void models.remove(id),
      }}
    />
  );
}
