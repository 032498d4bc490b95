/** A file of a bundle for a cluster, and what it is for. */
interface BundleFile {
  readonly name: string;
  readonly purpose: string;
}

/** The programs of a bundle, the same in each; they lie under `public/cluster/`. */
export const BUNDLE_PROGRAMS = [
  { name: 'train.py', purpose: 'The training, on transformers’ Trainer' },
  { name: 'examples.py', purpose: 'Rows into tokens, and which process learns from which' },
  { name: 'metrics.py', purpose: 'The studio’s figures, by scikit-learn and seqeval' },
  { name: 'ray_train.py', purpose: 'The same as a job of Ray Train' },
  { name: 'requirements.txt', purpose: 'The Python packages, in the versions it was tested with' },
  { name: 'requirements-ray.txt', purpose: 'Ray, where it is used' },
  { name: 'accelerate/one-gpu.yaml', purpose: 'For accelerate: one GPU' },
  { name: 'accelerate/many-gpus.yaml', purpose: 'All GPUs of a machine' },
  { name: 'accelerate/many-nodes.yaml', purpose: 'Several machines' },
] as const satisfies readonly BundleFile[];
export type BundleProgram = (typeof BUNDLE_PROGRAMS)[number]['name'];

/** What a bundle holds, in its order; data has one file for each split there is. */
export const BUNDLE_FILES: readonly BundleFile[] = [
  { name: 'README.md', purpose: 'What to run, on one GPU, many, or many machines' },
  ...BUNDLE_PROGRAMS,
  { name: 'recipe.json', purpose: 'The hyper-parameters, in TrainingArguments’ words: change them here' },
  { name: 'run.json', purpose: 'What this studio needs to open the finished run' },
  { name: 'data/*.parquet', purpose: 'The rows of each split, with their labels' },
  { name: 'model/*', purpose: 'Tokenizer, and the weights of the first step, with the new head' },
];
