import type { RunRecord } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';

/** A file of the zip and what it is for. */
interface ArchiveFile {
  readonly name: string;
  readonly purpose: string;
}

/** In the zip once it was compared. */
export const CERTIFICATE_FILE = 'certificate.json';

/** What the zip holds, in its order. */
export const ARCHIVE_FILES: readonly ArchiveFile[] = [
  { name: 'README.md', purpose: 'Model card: data, settings, measured figures, licence of the base model' },
  { name: CERTIFICATE_FILE, purpose: 'How the ONNX files compare with the studio, in full' },
  { name: 'config.json', purpose: 'Architecture, label names, problem type' },
  { name: 'tokenizer.json', purpose: 'The tokenizer, as it was trained with' },
  { name: 'tokenizer_config.json', purpose: 'Its class and longest input' },
  { name: 'special_tokens_map.json', purpose: 'Names of its special tokens' },
  { name: 'vocab.txt', purpose: 'Its vocabulary, for older tools' },
  { name: 'trainer_state.json', purpose: 'Losses and evaluations by step, as the Trainer writes them' },
  { name: 'recipe.json', purpose: 'The hyper-parameters, in TrainingArguments’ words' },
  { name: 'model.safetensors', purpose: 'The weights of the best checkpoint, in float32' },
  { name: 'onnx/model.onnx', purpose: 'The same for ONNX Runtime and transformers.js (dtype fp32)' },
  { name: 'onnx/model_fp16.onnx', purpose: 'In half precision: half the size (dtype fp16)' },
  {
    name: 'onnx/model_quantized.onnx',
    purpose: 'In whole numbers: a quarter of the size, slightly less exact (dtype q8)',
  },
];

/** A name for the folder in the snippet: "MiniLM on clickbait" → "minilm-on-clickbait". */
function folderName(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'my-model' : slug;
}

/** What is asked of the pipeline, by task. */
const CALLS: Readonly<Record<Task, (folder: string) => readonly string[]>> = {
  'text-classification': (folder) => [
    `classify = pipeline("text-classification", model="./${folder}")`,
    'print(classify("A text of your own"))',
  ],
  'token-classification': (folder) => [
    `find = pipeline("token-classification", model="./${folder}", aggregation_strategy="first")`,
    'for entity in find("Zachary works for Corvus and lives in San Diego"):',
    '    print(entity["entity_group"], entity["word"], entity["start"], entity["end"], entity["score"])',
  ],
};

/** Python that opens the unpacked zip. */
export function pythonSnippet({ name, spec }: RunRecord): string {
  return [
    '# pip install transformers torch',
    'from transformers import pipeline',
    '',
    ...CALLS[spec.task](folderName(name)),
    '',
  ].join('\n');
}
