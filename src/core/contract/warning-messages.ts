import { bytesPhrase, phrase } from './details';
import { describeFailure } from './error-messages';
import { ERROR_CODES, type ErrorCode, type ErrorDetails } from './errors';
import type { Warning, WarningCode } from './events';

/** Advice as a person reads it: what was noticed, and what helps. */
interface WarningMessage {
  readonly title: string;
  readonly message: (details: ErrorDetails) => string;
  readonly next: (details: ErrorDetails) => string;
}

const always = (text: string) => () => text;

/** The sentence for an error code inside a warning's facts, such as the cause of a fallback. */
function cause(details: ErrorDetails, key: string): string {
  const code = ERROR_CODES.find((known: ErrorCode) => known === details[key]);
  return code === undefined
    ? phrase(details, key, ' Cause: {}.')
    : ` ${describeFailure({ code, details }).message}`;
}

/** One entry for each code: a missing one does not compile. */
const WARNING_MESSAGES: Readonly<Record<WarningCode, WarningMessage>> = {
  LOSS_FLAT: {
    title: 'The loss does not move',
    message: (d) =>
      `The training loss has not fallen${phrase(d, 'steps', ' for {} steps')}: the model is not learning.`,
    next: always(
      'Try a learning rate three to ten times larger. Models with random weights need about 5e-4; also check that the labels fit the texts.',
    ),
  },
  LOSS_DIVERGES: {
    title: 'The loss is rising',
    message: (d) => `The training loss grows instead of falling${phrase(d, 'loss', ' (now {})')}.`,
    next: always('Stop and try a learning rate three to ten times smaller, or a longer warm-up.'),
  },
  OVERFITTING: {
    title: 'The model begins to memorise',
    message: always('The validation loss rises while the training loss still falls.'),
    next: always(
      'Stopping now costs nothing, because the best checkpoint is kept. Fewer epochs, more data or weight decay help next time.',
    ),
  },
  DEVICE_FALLBACK: {
    title: 'Training on the processor',
    message: (d) => `WebGPU is not used, so training runs on WASM and is slower.${cause(d, 'code')}`,
    next: always(
      'A current Chrome or Edge with hardware acceleration trains on the graphics card. Small models and short texts do well on the processor too.',
    ),
  },
  DEVICE_RECOVERED: {
    title: 'The graphics device came back',
    message: (d) => `It was lost and set up again${phrase(d, 'step', '; training went on from step {}')}.`,
    next: always('Nothing to do. If it happens often, close other programs that use the graphics card.'),
  },
  BATCH_TOO_LARGE: {
    title: 'The batch is too large for the graphics device',
    message: (d) =>
      `A tensor of a batch of the longest texts${bytesPhrase(d, 'neededBytes', ' ({})')} is larger than the device can bind${bytesPhrase(d, 'limitBytes', ' ({})')}: training would fail there.`,
    next: (d) =>
      `Use a smaller batch size for training and evaluation${phrase(d, 'batchSize', ' ({} at most)')} with more gradient accumulation, a shorter max length, or WASM.`,
  },
  CHECKPOINT_SKIPPED: {
    title: 'A damaged checkpoint was passed over',
    message: (d) =>
      `The checkpoint${phrase(d, 'step', ' of step {}')} cannot be read; the run goes on from an older one where there is one.`,
    next: always('Nothing to do: the steps in between are trained again, with the same results.'),
  },
  STORAGE_LOW: {
    title: 'Storage is nearly full',
    message: (d) =>
      `The next checkpoint may not fit${bytesPhrase(d, 'freeBytes', ': {} free')}${bytesPhrase(d, 'neededBytes', ', {} needed')}.`,
    next: always('Delete runs, models or datasets that are no longer needed.'),
  },
  WARMUP_TOO_LONG: {
    title: 'The warm-up is longer than the run',
    message: (d) =>
      `The learning rate never reaches its full value${phrase(d, 'warmupSteps', ': {} steps of warm-up')}${phrase(d, 'totalSteps', ' in a run of {} steps')}.`,
    next: always('Shorten the warm-up (0.1 is a tenth of the run) or train for more epochs.'),
  },
  TEXTS_TRUNCATED: {
    title: 'Some texts are cut',
    message: (d) => {
      const isOne = d['truncated'] === 1;
      const texts = isOne ? 'One text is' : `${phrase(d, 'truncated', '{}') || 'Some'} texts are`;
      const limit = phrase(d, 'maxLength', ' of {} tokens');
      return `${texts} longer than the max length${limit}; the rest of ${isOne ? 'it' : 'them'} is not read.`;
    },
    next: always('Raise the max length if the ends of the texts matter; memory and time grow with it.'),
  },
  FEW_EXAMPLES: {
    title: 'Few examples',
    message: (d) =>
      `There are ${phrase(d, 'examples', 'only {}') || 'very few'} training examples${phrase(d, 'label', ' of the label “{}”')}.`,
    next: always(
      'Add examples, or merge rare labels with similar ones: with few examples the results are chance.',
    ),
  },
  NO_VALIDATION: {
    title: 'There are no validation rows',
    message: always(
      'Without them no checkpoint is the best one and nothing can stop the run early: the last weights are kept.',
    ),
    next: always('Give the dataset a validation share, for example 10%.'),
  },
  MODEL_UNTRAINED: {
    title: 'The model starts from random weights',
    message: always(
      'It has not been pretrained, so it knows no language yet and learns from your rows alone.',
    ),
    next: always(
      'Good for a first try. For real results choose a pretrained model such as all-MiniLM-L6-v2.',
    ),
  },
  POOLER_NEW: {
    title: 'The pooler is new',
    message: always(
      'The model’s file has no pooler, so that layer starts with random weights, as in Hugging Face.',
    ),
    next: always('Nothing to do: it is trained together with the new head.'),
  },
  SLOW_DEVICE: {
    title: 'This will take long here',
    message: (d) =>
      `This device needs much time for a model of this size${phrase(d, 'stepSeconds', ': {} seconds a step')}.`,
    next: always('Choose a smaller model, a shorter max length, or train fewer layers.'),
  },
};

export interface WarningText {
  readonly title: string;
  readonly message: string;
  readonly next: string;
}

export function describeWarning({ code, details }: Warning): WarningText {
  const entry = WARNING_MESSAGES[code];
  return { title: entry.title, message: entry.message(details), next: entry.next(details) };
}
