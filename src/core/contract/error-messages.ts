import { bytesPhrase, phrase, quoted } from './details';
import type { ErrorCode, ErrorDetails, Failure } from './errors';

type Sentence = (details: ErrorDetails) => string;

/** What a person reads about an error: what happened, and what to do next. */
interface ErrorMessage {
  readonly title: string;
  readonly message: Sentence;
  readonly next: Sentence;
}

const always =
  (text: string): Sentence =>
  () =>
    text;

const file = (d: ErrorDetails): string => quoted(d, 'file', 'The file');
const found = (d: ErrorDetails): string => phrase(d, 'found', '; found: {}');
const reason = (d: ErrorDetails): string => phrase(d, 'reason', ' ({})');
const REPORT = 'If it happens again, reload the page; what was saved is still there.';
const FRESH_COPY = 'Download or copy the model again, then import it once more.';

/** One entry for each code: a missing one does not compile. */
const ERROR_MESSAGES: Readonly<Record<ErrorCode, ErrorMessage>> = {
  DATA_EMPTY_FILE: {
    title: 'The file is empty',
    message: (d) => `${file(d)} holds no text at all.`,
    next: always('Check that it was saved completely, then choose it again.'),
  },
  DATA_UNREADABLE: {
    title: 'The file cannot be read',
    message: (d) =>
      `${file(d)} could not be read as a table${phrase(d, 'line', ' from line {} on')}${reason(d)}.`,
    next: always(
      'Save it as CSV with UTF-8 text, or correct delimiter, quotes and encoding under “Reading options”.',
    ),
  },
  DATA_BINARY_FILE: {
    title: 'This is not a text file',
    message: (d) => `${file(d)} holds binary data${phrase(d, 'kind', ' ({})')}.`,
    next: always('Export the table as CSV or TSV from the program it comes from, then choose that file.'),
  },
  DATA_NO_ROWS: {
    title: 'No rows',
    message: (d) => `${file(d)} has a header line, but no rows below it.`,
    next: always('Choose a file with at least two rows. If the first line is data, switch “Header” off.'),
  },
  DATA_NO_TEXT_COLUMN: {
    title: 'No text column',
    message: (d) =>
      `None of the columns looks like text to learn from${phrase(d, 'columns', ' (found: {})')}.`,
    next: always('Choose the text column yourself, or check that the delimiter is right.'),
  },
  DATA_NO_LABEL_COLUMN: {
    title: 'No label column',
    message: (d) =>
      `None of the columns looks like labels: a few values that occur again and again${phrase(d, 'columns', ' (found: {})')}.`,
    next: always('Choose the label column yourself, or add one to the file.'),
  },
  DATA_ONE_LABEL: {
    title: 'Only one label',
    message: (d) =>
      `All usable rows have the same label${phrase(d, 'label', ', “{}”')}. There is nothing to tell apart.`,
    next: always(
      'Choose another label column, take dropped labels in again, or add rows with a second label.',
    ),
  },
  DATA_NO_USABLE_ROWS: {
    title: 'No usable rows',
    message: (d) => `No row ${phrase(d, 'split', 'of the {} split ')}has both a text and a label.`,
    next: always(
      'Check the chosen columns, the dropped labels and the split; the left-out rows are listed with the reason.',
    ),
  },
  DATA_COLUMN_MISSING: {
    title: 'A column is missing',
    message: (d) => `${file(d)} has no column ${quoted(d, 'column', 'of the chosen name')}.`,
    next: always(
      'All files of a dataset need the chosen columns under the same names. Rename the column or remove the file.',
    ),
  },
  DATA_CHANGED: {
    title: 'The data has changed',
    message: (d) => `The dataset${phrase(d, 'dataset', ' “{}”')} is not what it was when this was prepared.`,
    next: always('Go back to the set-up and prepare the data again.'),
  },
  DATA_SAMPLE_UNREACHABLE: {
    title: 'The sample could not be fetched',
    message: (d) =>
      `The sample comes from where the studio comes from${phrase(d, 'status', ', which answered {}')}.`,
    next: always('Check the connection and click it again, or choose a file of your own.'),
  },
  MODEL_NOT_FOUND: {
    title: 'The model is not there',
    message: (d) => `The model’s files are not in this browser${phrase(d, 'file', ' (“{}” is missing)')}.`,
    next: always('Import the model again, or choose another one.'),
  },
  MODEL_NO_CONFIG: {
    title: 'No config.json',
    message: (d) => `There is no config.json, so the architecture is unknown${found(d)}.`,
    next: always('Choose the folder that holds config.json, model.safetensors and tokenizer.json together.'),
  },
  MODEL_NO_WEIGHTS: {
    title: 'No weights',
    message: (d) => `There is no model.safetensors${found(d)}.`,
    next: always('Choose the folder that holds the weights, or save the model with safe_serialization=True.'),
  },
  MODEL_NO_TOKENIZER: {
    title: 'No tokenizer',
    message: (d) => `There is no tokenizer.json, and no vocabulary to make it from${found(d)}.`,
    next: always('Add tokenizer.json from the model’s original folder or page, then import it again.'),
  },
  MODEL_BAD_CONFIG: {
    title: 'config.json cannot be used',
    message: (d) => `Some of its fields are missing or wrong${phrase(d, 'fields', ': {}')}${reason(d)}.`,
    next: always(FRESH_COPY),
  },
  MODEL_UNSUPPORTED_ARCHITECTURE: {
    title: 'This architecture is not supported yet',
    message: (d) =>
      `The model is of type ${quoted(d, 'modelType', 'unknown')}; the studio trains BERT models.`,
    next: always('Choose a BERT model: MiniLM, BGE, E5, GTE and TinyBERT are of its shape.'),
  },
  MODEL_UNSUPPORTED_TOKENIZER: {
    title: 'This tokenizer is not supported yet',
    message: (d) =>
      `The model splits its text in a way the studio does not know${phrase(d, 'part', ': {}')}${phrase(d, 'type', ' ({})')}.`,
    next: always(
      'Choose a model with a WordPiece, byte-level BPE or Unigram tokenizer, as BERT, RoBERTa and DeBERTa have.',
    ),
  },
  MODEL_UNSUPPORTED_ACTIVATION: {
    title: 'This activation is not supported',
    message: (d) => `The model uses the activation ${quoted(d, 'activation', 'of an unknown name')}.`,
    next: always('Choose a model with GELU, ReLU or SiLU.'),
  },
  MODEL_PICKLE_ONLY: {
    title: 'The weights are in pickle format',
    message: (d) =>
      `${quoted(d, 'file', 'pytorch_model.bin')} can run code when it is opened, so the studio does not open it.`,
    next: always(
      'Look for model.safetensors on the model’s page, or convert it in Python: save_pretrained with safe_serialization=True.',
    ),
  },
  MODEL_SAFETENSORS_TRUNCATED: {
    title: 'The weights are incomplete',
    message: (d) =>
      `model.safetensors ends too early${bytesPhrase(d, 'actualBytes', ': {} are there')}${bytesPhrase(d, 'expectedBytes', ', {} were announced')}.`,
    next: always(FRESH_COPY),
  },
  MODEL_SAFETENSORS_INVALID: {
    title: 'The weights cannot be read',
    message: (d) => `model.safetensors is not a valid safetensors file${reason(d)}.`,
    next: always(FRESH_COPY),
  },
  MODEL_TENSORS_MISSING: {
    title: 'Weights are missing',
    message: (d) => `The file lacks tensors that the architecture needs${phrase(d, 'tensors', ': {}')}.`,
    next: always('Check that config.json and model.safetensors belong to the same model.'),
  },
  MODEL_TENSOR_SHAPE: {
    title: 'Weights of another shape',
    message: (d) =>
      `${quoted(d, 'tensor', 'A tensor')} does not have the shape that config.json announces${phrase(d, 'actual', ': found {}')}${phrase(d, 'expected', ', expected {}')}.`,
    next: always('Check that config.json and model.safetensors belong to the same model.'),
  },
  MODEL_VOCABULARY_MISMATCH: {
    title: 'The vocabulary does not fit the model',
    message: (d) =>
      `The tokenizer knows more words than the model has embeddings for${phrase(d, 'tokenizer', ': {} words')}${phrase(d, 'model', ', {} embeddings')}.`,
    next: always('Use the tokenizer files that came with these weights.'),
  },
  MODEL_BAD_ZIP: {
    title: 'The zip cannot be opened',
    message: (d) => `${file(d)} is damaged or not a zip${reason(d)}.`,
    next: always('Create or download the zip again, or choose the unpacked folder.'),
  },
  MODEL_UNREADABLE: {
    title: 'A file cannot be read',
    message: (d) => `${file(d)} could not be read${reason(d)}.`,
    next: always('It may have been moved or changed since it was chosen: choose it again.'),
  },
  HUB_OFFLINE: {
    title: 'The Hub cannot be reached',
    message: (d) => `There is no connection to huggingface.co${reason(d)}.`,
    next: always(
      'Check the internet connection and try again. The built-in starter and local folders work without it.',
    ),
  },
  HUB_NOT_FOUND: {
    title: 'Not found on the Hub',
    message: (d) =>
      `There is no public model ${quoted(d, 'repo', 'of this name')}${phrase(d, 'revision', ' at revision “{}”')}.`,
    next: always('Check the spelling (owner/name). If the model is private, enter an access token.'),
  },
  HUB_GATED: {
    title: 'Access must be granted first',
    message: (d) =>
      `The owner of ${quoted(d, 'repo', 'this model')} asks people to accept conditions before downloading.`,
    next: always(
      'Accept them on the model’s page at huggingface.co, then enter an access token under “Revision and access token”.',
    ),
  },
  HUB_BAD_TOKEN: {
    title: 'The access token was refused',
    message: always('The Hub does not accept this token.'),
    next: (d) =>
      `Create a token with ${phrase(d, 'right', '{}') || 'read'} access under Settings → Access Tokens on huggingface.co and enter it again.`,
  },
  HUB_FAILED: {
    title: 'The Hub reports an error',
    message: (d) => `The Hub answered with an error${phrase(d, 'status', ' (status {})')}${reason(d)}.`,
    next: always('Try again in a minute.'),
  },
  HUB_NO_REPO: {
    title: 'No such repository',
    message: (d) =>
      `The Hub has no repository ${quoted(d, 'repo', 'of this name')}, or the token may not see it.`,
    next: always('Check owner and name, or choose “New repository”.'),
  },
  HUB_REPO_EXISTS: {
    title: 'The repository exists already',
    message: (d) =>
      `There is something in ${quoted(d, 'repo', 'a repository of this name')} already, so it is not new.`,
    next: always('Choose “Existing repository” to add a commit to it, or choose another name.'),
  },
  HUB_VISIBILITY: {
    title: 'The repository is not what was agreed to',
    message: (d) =>
      `The repository ${quoted(d, 'repo', 'on the Hub')}${phrase(d, 'actual', ' is {} now')}; the summary said otherwise. No file was sent.`,
    next: always('Go back, look at the summary again, or change the visibility on the repository’s page.'),
  },
  HUB_FILES_CHANGED: {
    title: 'The files are not those of the summary any more',
    message: (d) =>
      `They were exported or certified again after you looked at them. No file was sent to ${quoted(d, 'repo', 'the repository')}.`,
    next: always('Look at the summary, which is now that of the new files, and confirm it.'),
  },
  HUB_NO_WRITE: {
    title: 'This token may not write there',
    message: (d) => `The Hub refused to write to ${quoted(d, 'repo', 'the repository')}${reason(d)}.`,
    next: always(
      'Create a token with write access to this owner under Settings → Access Tokens on huggingface.co, or choose another owner.',
    ),
  },
  HUB_RATE_LIMIT: {
    title: 'Too many requests',
    message: always('The Hub takes no more requests from this account or address for the moment.'),
    next: (d) =>
      `Wait ${phrase(d, 'seconds', '{} seconds') || 'a few minutes'}, then try again. A push does not send again what has arrived.`,
  },
  HUB_FOREIGN_HOST: {
    title: 'The files would go elsewhere',
    message: (d) =>
      `The Hub asked to send files to ${quoted(d, 'host', 'another host')}, which the studio does not contact.`,
    next: always(
      'Push into a repository with Xet storage, as new ones are; or export the zip and upload it with the hf command.',
    ),
  },
  HUB_PUSH_INTERRUPTED: {
    title: 'The connection broke while files were sent',
    message: (d) =>
      d['isCommitSent'] === true
        ? `The Hub did not get to say whether the repository ${quoted(d, 'repo', 'on the Hub')} has this push.`
        : `The repository ${quoted(d, 'repo', 'on the Hub')} shows none of this push yet${phrase(d, 'arrived', '; large files that arrived whole: {}')}.`,
    next: (d) =>
      d['isCommitSent'] === true
        ? 'Look at the repository’s page before you push again: all of it is there, or nothing.'
        : 'Check the internet connection and push again: files that have arrived are not sent twice.',
  },
  GPU_UNAVAILABLE: {
    title: 'No WebGPU here',
    message: (d) => `The browser offers no usable graphics device${reason(d)}.`,
    next: always(
      'Train on the processor (WASM), or use a current Chrome or Edge with hardware acceleration switched on.',
    ),
  },
  GPU_LOST: {
    title: 'The graphics device was lost',
    message: (d) => `The browser or the driver took the graphics device away${reason(d)}.`,
    next: always('Resume the run: it goes on from the last checkpoint.'),
  },
  GPU_OUT_OF_MEMORY: {
    title: 'Not enough graphics memory',
    message: (d) =>
      `The device could not provide the memory this needs${bytesPhrase(d, 'neededBytes', ' ({})')}.`,
    next: always(
      'Close other tabs that use the graphics device, and try again. Training needs less with a smaller batch size and more gradient accumulation, a shorter max length, or a smaller model.',
    ),
  },
  GPU_VALIDATION: {
    title: 'The graphics device refused a computation',
    message: (d) => `The browser reported an error in a computation on this device${reason(d)}.`,
    next: always(
      'Choose the processor (WASM) for this run. Updating the browser or the graphics driver may help.',
    ),
  },
  WASM_UNAVAILABLE: {
    title: 'WebAssembly is not available',
    message: (d) => `The browser could not start its WebAssembly engine${reason(d)}.`,
    next: always(
      'Use a current Chrome, Edge, Firefox or Safari, and allow WebAssembly if a policy switches it off.',
    ),
  },
  RUN_NOT_OPEN: {
    title: 'The run is not loaded',
    message: always('This needs a run that is loaded for training, and it is not.'),
    next: always('Resume the run first.'),
  },
  RUN_BUSY: {
    title: 'Another run is under way',
    message: (d) =>
      `Only one run can train at a time, and what it uses cannot be changed meanwhile${reason(d)}.`,
    next: always('Stop the run that is training, or wait until it is finished.'),
  },
  RUN_BAD_RECIPE: {
    title: 'A hyper-parameter is not valid',
    message: (d) => `The recipe cannot be used${phrase(d, 'reason', ': {}')}.`,
    next: always('Correct the value, or go back to the model’s defaults.'),
  },
  RUN_BAD_TRANSITION: {
    title: 'Not possible now',
    message: (d) => `The run is ${factOr(d, 'from', 'in another state')}, which does not allow this.`,
    next: always('Wait a moment until the run’s state is up to date, then try again.'),
  },
  RUN_MODEL_GONE: {
    title: 'The run’s model is gone',
    message: (d) =>
      `The model${phrase(d, 'model', ' “{}”')} was deleted from this browser or replaced by another version, and the run is from before runs kept a copy of its tokenizer.`,
    next: always(
      'A zip that was exported before still opens on the model page. Otherwise import the model again and train once more.',
    ),
  },
  RUN_BASE_GONE: {
    title: 'The first weights are gone',
    message: (d) =>
      `The model${phrase(d, 'model', ' “{}”')} that the run started from was deleted from this browser.`,
    next: (d) =>
      `Import the very same model again${phrase(d, 'revision', ', at revision {}')}. What the run has trained itself answers without it.`,
  },
  RUN_BASE_REPLACED: {
    title: 'The first weights were replaced',
    message: (d) =>
      `Another version of the model${phrase(d, 'model', ' “{}”')} is in the library now than the one that the run started from.`,
    next: always(
      'Set up a new run to start from the version that is there now. What this run has trained itself answers without it.',
    ),
  },
  RUN_NO_CHECKPOINT: {
    title: 'No checkpoint yet',
    message: always('The run has not saved any weights so far.'),
    next: always('Start it again, or let it train until the first evaluation.'),
  },
  RUN_CHECKPOINT_DAMAGED: {
    title: 'The checkpoint is damaged',
    message: (d) =>
      `A saved state of this run cannot be read${phrase(d, 'tensor', ' (tensor “{}”)')}${reason(d)}.`,
    next: always('Resume from an earlier checkpoint if there is one, or start the run again.'),
  },
  RUN_DIVERGED: {
    title: 'Training diverged',
    message: (d) =>
      `The loss is no longer a number${phrase(d, 'step', ' since step {}')}; the last good weights were kept.`,
    next: always('Start again with a learning rate three to ten times smaller, or a longer warm-up.'),
  },
  RUN_NOT_FINISHED: {
    title: 'This is not a finished run',
    message: (d) =>
      `The files are not what a bundle’s train.py leaves${phrase(d, 'missing', '; missing: {}')}${phrase(d, 'file', ' (“{}” cannot be used)')}${reason(d)}.`,
    next: always(
      'Choose the folder that train.py was given as --output, or a zip of it. A model without its run can be imported under “Model”.',
    ),
  },
  EXPORT_FAILED: {
    title: 'The export failed',
    message: (d) => `The zip could not be written${reason(d)}.`,
    next: always('Try again. If space is short, delete runs or datasets that are no longer needed.'),
  },
  EXPORT_BEYOND_HALF: {
    title: 'A weight is too large for half precision',
    message: (d) =>
      `The weight ${quoted(d, 'tensor', 'of a layer')} holds ${phrase(d, 'value', '{}') || 'a larger number'}; 16-bit floats end at 65,504.`,
    next: always('Take f32 or int8, which hold it; the other files of the zip are complete.'),
  },
  EXPORT_MISSING: {
    title: 'Nothing was exported yet',
    message: always('The exported model of this run is not in this browser’s storage.'),
    next: always('Export the run first.'),
  },
  EXPORT_STALE: {
    title: 'The export is no longer the run’s best model',
    message: (d) =>
      `The zip holds the weights${phrase(d, 'exportedStep', ' of step {}')}; the run has better ones now${phrase(d, 'step', ', of step {}')}.`,
    next: always('Export the run once more.'),
  },
  EXPORT_UNOPENABLE: {
    title: 'The exported model does not run here',
    message: (d) => `ONNX Runtime could not run ${quoted(d, 'file', 'the file')}${reason(d)}.`,
    next: always('Choose another precision, or the processor (WASM).'),
  },
  EXPORT_TOKENIZER_UNREADABLE: {
    title: 'The tokenizer cannot be read on the web',
    message: (d) => `The library transformers.js could not read the tokenizer of the export${reason(d)}.`,
    next: always('The model can be used from Python, and wherever something else makes its tokens.'),
  },
  STORAGE_UNAVAILABLE: {
    title: 'No storage in this browser window',
    message: (d) => `The browser does not let the studio keep files${reason(d)}.`,
    next: always('Leave private browsing, or allow site data for this page, then reload.'),
  },
  STORAGE_FULL: {
    title: 'The browser’s storage is full',
    message: (d) =>
      // Browsers may tell of more room than they give.
      `There is no room for this${bytesPhrase(d, 'neededBytes', ': {} needed')}${
        Number(d['freeBytes']) > Number(d['neededBytes']) ? '' : bytesPhrase(d, 'freeBytes', ', {} free')
      }.`,
    next: always(
      'Delete runs, models or datasets that are no longer needed, or free space on the disk. What was saved is still there.',
    ),
  },
  STORAGE_NOT_FOUND: {
    title: 'A saved file is gone',
    message: (d) =>
      `${quoted(d, 'path', 'A file')} is no longer in the browser’s storage; the browser or another tab may have deleted it.`,
    next: always('Import the dataset or model again.'),
  },
  STORAGE_DAMAGED: {
    title: 'Saved data is damaged',
    message: (d) => `${quoted(d, 'file', 'A saved file')} is not what was written there${reason(d)}.`,
    next: always(
      'Everything else that is saved is still there. Import the dataset or model again, or train the run once more.',
    ),
  },
  STORAGE_FAILED: {
    title: 'Saving failed',
    message: (d) => `The browser could not read or write its storage${reason(d)}.`,
    next: always('Close other tabs of the studio and try again.'),
  },
  WORKER_CRASHED: {
    title: 'The background worker stopped',
    message: (d) =>
      `The part of the studio that computes ended unexpectedly${reason(d)}. It usually ran out of memory.`,
    next: always(
      'Resume from the last checkpoint, with a smaller batch size or max length if it happens again.',
    ),
  },
  WORKER_SILENT: {
    title: 'The background worker does not answer',
    message: (d) =>
      `There was no sign of life${phrase(d, 'seconds', ' for {} seconds')}, so it was restarted.`,
    next: always('Resume from the last checkpoint, with a smaller batch size if it happens again.'),
  },
  WORKER_CANCELLED: {
    title: 'Cancelled',
    message: always('This was stopped on request.'),
    next: always('Start it again whenever you like.'),
  },
  WORKER_UNEXPECTED: {
    title: 'Something unexpected happened',
    message: (d) => `The studio met an error it has no advice for${reason(d)}.`,
    next: always(REPORT),
  },
};

function factOr(details: ErrorDetails, key: string, fallback: string): string {
  return phrase(details, key, '{}') || fallback;
}

/** The texts of a failure, its facts filled in. */
export interface FailureText {
  readonly title: string;
  readonly message: string;
  readonly next: string;
}

export function describeFailure({ code, details }: Failure): FailureText {
  const entry = ERROR_MESSAGES[code];
  return { title: entry.title, message: entry.message(details), next: entry.next(details) };
}
