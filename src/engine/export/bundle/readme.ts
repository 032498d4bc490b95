import { BUNDLE_FILES } from '../../../core/catalog/bundle';
import type { ModelSource } from '../../../core/contract/model';
import { SPLIT_NAMES } from '../../../core/contract/task';
import { planSteps } from '../../../core/recipe/steps';
import { formatCount } from '../../../core/units';
import type { BundleInput } from './bundle';

function origin(source: ModelSource, name: string): string {
  if (source.kind === 'hub')
    return `\`${source.repo}\` from the Hugging Face Hub (revision \`${source.revision}\`)`;
  return source.kind === 'starter'
    ? 'the built-in starter of Tabtune'
    : `“${name}”, a model from the computer it was chosen on`;
}

function dataLine({ spec }: BundleInput): string {
  const parts = SPLIT_NAMES.flatMap((split) => {
    const part = spec.data.splits[split];
    return part === null
      ? []
      : [`${formatCount(part.examples)} for ${split === 'train' ? 'training' : split}`];
  });
  return `“${spec.datasetName}”: rows ${parts.join(', ')}.`;
}

/** README.md of a bundle: what it is, how it is run, and how far its numbers are those of the studio. */
export function bundleReadme(input: BundleInput): string {
  const { name, spec, base } = input;
  const { recipe } = spec;
  const plan = planSteps(recipe, spec.data.splits.train.examples);
  const batch = recipe.perDeviceTrainBatchSize;
  return `# ${name}

A training run of Tabtune, packed for GPUs elsewhere: ${spec.task} with
${spec.labels.length} labels, ${formatCount(plan.totalSteps)} steps of ${batch} rows${recipe.gradientAccumulationSteps > 1 ? ` × ${recipe.gradientAccumulationSteps}` : ''}.

- Model: ${origin(base.source, base.name)}.
- Data: ${dataLine(input)}

## Run it

Python 3.11 or newer. Put this folder where every machine sees it, then:

\`\`\`sh
pip install -r requirements.txt

# one GPU
accelerate launch --config_file accelerate/one-gpu.yaml train.py --output finished
# all GPUs of a machine; say how many
accelerate launch --config_file accelerate/many-gpus.yaml --num_processes 4 train.py --output finished
# several machines: on each, with its own rank; --num_processes counts the GPUs of all
accelerate launch --config_file accelerate/many-nodes.yaml --machine_rank 0 --main_process_ip 10.0.0.1 \\
  --num_machines 2 --num_processes 8 train.py --output finished
# no GPU: the same commands, the processes share the processor
# a Ray cluster
pip install -r requirements-ray.txt
python ray_train.py --workers 4 --gpu --output /shared/finished
\`\`\`

Nothing is downloaded while it runs. Stopped and started again with the same \`--output\`, it goes on from the last checkpoint.

## Open the result

\`finished/\` loads with \`from_pretrained("finished")\`. In the studio, **Runs → Open a finished run** takes the folder or a zip of
it: figures, curves and playground are those of any other run. The folders \`checkpoint-…\` in it may be deleted first.

## What is the same, and what is not

- **First weights**: \`model/\` holds them all, the new head too, as the studio draws them from seed ${recipe.seed}. Another seed in
  \`recipe.json\` changes the order of the rows and dropout, not the head.
- **Rows**: those that the studio uses, in its order; each epoch shuffles them by torch.randperm with seed + epoch.
- **Batches**: \`per_device_train_batch_size\` is the batch of one step whatever the number of processes: it is dealt out over
  them, an epoch's short last one too, and the loss is the mean over all of it. So the losses of many processes are those of one.
  For larger batches on more GPUs, raise it, and the learning rate as you see fit.
- **Dropout** draws other random numbers than the studio's, and others on each process. Without dropout the losses agree
  with the studio's to rounding.
- **Figures** have the studio's names and rules: scikit-learn's, and seqeval's for entities.
- **Precision** is float32; \`mixed_precision: bf16\` in \`accelerate/*.yaml\` is faster and a little less exact.

## Files

| file | what it is |
| --- | --- |
${BUNDLE_FILES.map(({ name: file, purpose }) => `| \`${file}\` | ${purpose} |`).join('\n')}
`;
}
