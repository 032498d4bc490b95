import { ARCHITECTURES } from '../../core/catalog/models';
import type { ModelRecord } from '../../core/contract/model';
import { formatBytes, formatCount, formatCounted, formatMagnitude } from '../../core/units';
import { KeyValue } from '../../ui/key-value';
import { Notice } from '../../ui/notice';
import { Stat, StatRow } from '../../ui/stat';
import classes from './model.module.css';

const DTYPES: Readonly<Record<ModelRecord['dtype'], string>> = {
  F32: 'float32',
  F16: 'float16, trained as float32',
  BF16: 'bfloat16, trained as float32',
};

/** Where a model came from, in words. */
export function sourceText(model: ModelRecord): string {
  switch (model.source.kind) {
    case 'starter':
      return 'built in';
    case 'local':
      return `from this computer (${model.source.name})`;
    case 'hub':
      return `Hugging Face: ${model.source.repo}${model.source.revision === 'main' ? '' : ` @ ${model.source.revision}`}`;
  }
}

function TensorList({ names }: { readonly names: readonly string[] }) {
  return (
    <details className={classes.tensors}>
      <summary>
        {names.length === 1 ? 'Show its name' : `Show the ${formatCount(names.length)} names`}
      </summary>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What is known about the chosen model. */
export function ModelFacts({ model }: { readonly model: ModelRecord }) {
  return (
    <div className={classes.facts}>
      {model.stage === 'untrained' && (
        <Notice tone="warn" title="This model is untrained">
          Its weights are random: it knows no language yet and learns from your rows alone. Good for a first
          try; for real results take a pretrained model, such as all-MiniLM-L6-v2 below.
        </Notice>
      )}
      {model.stage === 'pretraining' && (
        <Notice tone="note" title="Early weights">
          This model has read some text, but far less than a finished one. Expect results between an untrained
          and a pretrained model.
        </Notice>
      )}
      <StatRow label="Size of the model">
        <Stat
          label="Parameters"
          value={formatMagnitude(model.parameterCount)}
          help="Numbers that training adjusts. More can learn more, and take more memory and time."
          note={formatCount(model.parameterCount)}
        />
        <Stat
          label="Layers × width"
          value={`${model.layerCount} × ${formatCount(model.hiddenSize)}`}
          help="How many transformer layers, and how many numbers describe each token in them."
          note={formatCounted(model.headCount, 'attention head')}
        />
        <Stat
          label="Vocabulary"
          value={formatCount(model.vocabSize)}
          help="Pieces of words the model knows. Everything is spelt with these."
          note={model.lowercase ? 'lower case only' : 'keeps upper and lower case'}
        />
        <Stat
          label="Longest text"
          value={formatCount(model.maxLength)}
          unit="tokens"
          help="A token is a word or a piece of one; longer texts are cut."
        />
      </StatRow>
      <KeyValue
        label="Facts about the model"
        rows={[
          {
            term: 'Architecture',
            value: ARCHITECTURES[model.architecture].label,
            help: ARCHITECTURES[model.architecture].help,
          },
          { term: 'Source', value: sourceText(model) },
          { term: 'Licence', value: model.licence ?? 'not stated' },
          { term: 'Stored as', value: `${DTYPES[model.dtype]}, ${formatBytes(model.sizeBytes)}` },
          ...(model.head === null
            ? []
            : [
                {
                  term: 'Own head',
                  value: `${formatCounted(model.head.labels.length, 'label')}: ${model.head.labels.slice(0, 8).join(', ')}${model.head.labels.length > 8 ? ' …' : ''}`,
                  help: 'The file brings a trained head of its own. Training on your labels starts with a new one.',
                },
              ]),
        ]}
      />
      {model.missing.length > 0 && (
        <Notice tone="note" title={`${formatCounted(model.missing.length, 'tensor')} not in the file`}>
          They start with random weights, as in Hugging Face, and are trained together with the new head.
          <TensorList names={model.missing} />
        </Notice>
      )}
      {model.unexpected.length > 0 && (
        <Notice tone="note" title={`${formatCounted(model.unexpected.length, 'tensor')} not used`}>
          The file has them, this task does not need them (the head of another task, for example).
          <TensorList names={model.unexpected} />
        </Notice>
      )}
    </div>
  );
}
