import type { Task } from '../../../core/contract/task';
import { strideFor } from '../../predict/entities/windows';

/** The version that the studio certifies with, and that the page in the card loads. */
export const TRANSFORMERS_JS_VERSION = '4.3.1';

/** What a snippet needs to know of a model. */
export interface UsedModel {
  readonly task: Task;
  readonly architecture: string;
  readonly maxLength: number;
}

/** What the snippets ask about. */
const TEXT = 'You will not believe this bill';

const AUTO_CLASS: Readonly<Record<Task, string>> = {
  'text-classification': 'AutoModelForSequenceClassification',
  'token-classification': 'AutoModelForTokenClassification',
};

/** Python, run in the unpacked folder. */
export function pythonSnippet({ task, maxLength }: UsedModel): string {
  const lines = {
    'text-classification': [
      `classify = pipeline("${task}", model=model, tokenizer=tokenizer)`,
      `print(classify("${TEXT}", truncation=True, max_length=${maxLength}))`,
    ],
    'token-classification': [
      `find = pipeline("${task}", model=model, tokenizer=tokenizer, aggregation_strategy="average", stride=${strideFor(maxLength)})`,
      `print(find("${TEXT}"))`,
    ],
  };
  return [
    '# pip install transformers torch',
    `from transformers import ${AUTO_CLASS[task]}, AutoTokenizer, pipeline`,
    '',
    'folder = "."',
    `model = ${AUTO_CLASS[task]}.from_pretrained(folder)`,
    'tokenizer = AutoTokenizer.from_pretrained(folder)',
    ...lines[task],
  ].join('\n');
}

/** Node, run in the unpacked folder. */
export function nodeSnippet(model: UsedModel): string {
  return [
    '// npm install @huggingface/transformers',
    `import { ${imports(model)} } from '@huggingface/transformers';`,
    '',
    'env.allowRemoteModels = false;',
    ...asking(model, 'fp32'),
    'console.log(answer);',
    ...helpers(model),
  ].join('\n');
}

/** A web page, served from the unpacked folder. */
export function pageSnippet(model: UsedModel): string {
  const address = `https://cdn.jsdelivr.net/npm/@huggingface/transformers@${TRANSFORMERS_JS_VERSION}`;
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<title>Ask the model</title>',
    '<pre>Loading</pre>',
    '<script type="importmap">',
    `{ "imports": { "@huggingface/transformers": "${address}" } }`,
    '</script>',
    '<script type="module">',
    `import { ${imports(model)} } from '@huggingface/transformers';`,
    '',
    'env.allowLocalModels = true;',
    'env.allowRemoteModels = false;',
    ...asking(model, 'q8'),
    "document.querySelector('pre').textContent = JSON.stringify(answer, null, 2);",
    ...helpers(model),
    '</script>',
  ].join('\n');
}

/** Whether transformers.js has a class for the task: it has none for tokens in ALBERT. */
export function hasPipeline({ task, architecture }: UsedModel): boolean {
  return task === 'text-classification' || architecture !== 'albert';
}

function imports(model: UsedModel): string {
  return hasPipeline(model) ? 'env, pipeline' : 'AutoModel, AutoTokenizer, env';
}

function asking(model: UsedModel, dtype: string): string[] {
  const text = `const text = '${TEXT}';`;
  if (model.task === 'text-classification') {
    return [
      `const classify = await pipeline('${model.task}', './', { dtype: '${dtype}' });`,
      text,
      'const answer = await classify(text, { top_k: null });',
    ];
  }
  if (hasPipeline(model)) {
    return [
      `const find = await pipeline('${model.task}', './', { dtype: '${dtype}' });`,
      text,
      'const answer = spans(text, await find(text, { ignore_labels: [] }));',
    ];
  }
  return [
    "const tokenizer = await AutoTokenizer.from_pretrained('./');",
    `const model = await AutoModel.from_pretrained('./', { dtype: '${dtype}' });`,
    text,
    'const inputs = tokenizer(text, { truncation: true });',
    'const [logits] = (await model(inputs)).logits.tolist();',
    'const tokens = inputs.input_ids.tolist()[0].map((id, i) => ({',
    '  word: tokenizer.decode([id], { skip_special_tokens: true }),',
    '  entity: model.config.id2label[logits[i].indexOf(Math.max(...logits[i]))],',
    '}));',
    'const answer = spans(text, tokens);',
  ];
}

const helpers = ({ task }: UsedModel): string[] => (task === 'token-classification' ? ['', SPANS] : []);

/**
 * transformers.js tells tokens without their places. Its tokenizers fold letters (case, accents), so the text is
 * folded too, one letter at a time, and each token looked up behind the one before.
 */
const SPANS = `// Where the entities stand in the text; a piece of a word (##) belongs to what the word began with.
function spans(text, tokens) {
  const fold = (part) => part.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
  let folded = '';
  const places = [];
  for (let at = 0, letter = ''; at < text.length; at += letter.length) {
    letter = String.fromCodePoint(text.codePointAt(at));
    folded += fold(letter);
    while (places.length < folded.length) places.push(at);
  }
  places.push(text.length);
  const found = [];
  let cursor = 0;
  let open = null;
  for (const { word, entity } of tokens) {
    const piece = fold(word.replace(/^##/, '').trim());
    const begin = folded.indexOf(piece, cursor);
    if (piece === '' || begin < 0) continue;
    cursor = begin + piece.length;
    const [start, end] = [places[begin], places[cursor]];
    const label = entity.replace(/^[BI]-/, '');
    const goesOn = word.startsWith('##') || (open?.label === label && !entity.startsWith('B-'));
    if (goesOn) {
      if (open) open.end = end;
    } else {
      open = entity === 'O' ? null : { label, start, end };
      if (open) found.push(open);
    }
  }
  return found.map((entity) => ({ ...entity, text: text.slice(entity.start, entity.end) }));
}`;
