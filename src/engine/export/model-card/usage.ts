import { describeFailure } from '../../../core/contract/error-messages';
import { DTYPES, type Precision, PRECISIONS, type UnmadePrecision } from '../../../core/contract/export';
import type { ModelRecord } from '../../../core/contract/model';
import type { RunSpec } from '../../../core/contract/run';
import { plain } from './tables';
import { hasPipeline, nodeSnippet, pageSnippet, pythonSnippet, type UsedModel } from './snippets';

/** How the exported folder is used: in Python, in Node, on a web page, and what transformers.js does not do. */
export function usage(
  { task, recipe }: RunSpec,
  { architecture }: ModelRecord,
  unmade: readonly UnmadePrecision[],
): string {
  const model: UsedModel = { task, architecture, maxLength: recipe.maxLength };
  return [
    'Unpack the zip; each of these runs in its folder as it stands here.',
    '### Python',
    fenced('python', pythonSnippet(model)),
    '### Node',
    'As `ask.mjs` in the folder:',
    fenced('js', nodeSnippet(model)),
    '### A web page',
    'As `index.html` in the folder, served by any web server (`python3 -m http.server`):',
    fenced('html', pageSnippet(model)),
    `Files under \`onnx/\`, by \`dtype\`: ${dtypes(unmade)}. No other site is asked for the model; the page loads the library, and the library its runtime, from jsDelivr unless \`env.backends.onnx.wasm.wasmPaths\` names another place.`,
    '### Limits of transformers.js',
    limits(model)
      .map((item) => `- ${item}`)
      .join('\n'),
  ].join('\n\n');
}

const FILES: Readonly<Record<Precision, string>> = {
  float32: '`fp32`',
  float16: '`fp16` (half the size; on WebGPU where the device has 16-bit floats)',
  int8: '`q8` (a quarter)',
};

function dtypes(unmade: readonly UnmadePrecision[]): string {
  const missing = unmade.map(({ precision }) => precision);
  const made = PRECISIONS.filter((precision) => !missing.includes(precision));
  const listed = made.map((precision) => FILES[precision]);
  const reasons = unmade.map(
    ({ precision, failure }) =>
      `; \`${DTYPES[precision]}\` is not there: ${plain(describeFailure(failure).message.replace(/\.$/, ''))}`,
  );
  return `${listed.slice(0, -1).join(', ')} and ${listed.at(-1) ?? ''}${reasons.join('')}`;
}

function limits(model: UsedModel): string[] {
  const { task, maxLength } = model;
  const cut = `A text longer than the model reads (it was trained on ${maxLength} tokens) is cut without its last special token; Python keeps it. Cut long texts yourself.`;
  if (task === 'text-classification') return [cut];
  return [
    'Its tokens have no positions: `spans` above finds them again. It misses tokens that the vocabulary does not know, and takes the first place where a token could stand.',
    'Of the aggregation strategies it has `none` and `simple`; `first`, `average` and `max` are Python’s alone, and so is `stride` for long texts.',
    'It leaves "O" out before it groups tokens: two entities of a type with other words between them can become one. `spans` asks for all tokens (`ignore_labels: []`) and does not.',
    ...(hasPipeline(model)
      ? []
      : ['It has no token classification for this architecture: `AutoModel` opens the file all the same.']),
    cut,
  ];
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}
