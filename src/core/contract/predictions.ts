import { z } from 'zod';

/** A class and its score, as Hugging Face's text-classification pipeline returns it. */
export interface ClassScore {
  readonly label: string;
  readonly score: number;
}

/** What a prediction is asked of: weights of a run (the base is its model before training), or a model with a head. */
export type PredictionTarget =
  | { readonly kind: 'run'; readonly runId: string; readonly weights: 'best' | 'last' | 'base' }
  | { readonly kind: 'model'; readonly modelId: string };

/** All classes of one text, best first. */
export interface TextPrediction {
  readonly task: 'text-classification';
  readonly scores: readonly ClassScore[];
  /** True when the text was longer than the model reads. */
  readonly truncated: boolean;
}

/** `aggregation_strategy` of Hugging Face's token-classification pipeline. */
export const AGGREGATION_STRATEGIES = ['none', 'simple', 'first', 'average', 'max'] as const;
export type AggregationStrategy = (typeof AGGREGATION_STRATEGIES)[number];
/** A strategy by its name, whose case does not matter to the pipeline either. */
export const aggregationStrategySchema = z.string().toLowerCase().pipe(z.enum(AGGREGATION_STRATEGIES));

/*
 * Positions here are UTF-16 units of the text, for `slice`. The engine counts code points, as Python does, and so do
 * the files it writes; `toTextUnits` in `engine/predict` converts once, on the way to the page.
 */

/** What the pipeline returns for a stretch of text; labels that it ignores ("O") are left out. */
export interface Entity {
  /** A type ("PER"), or with strategy "none" the tag of a single token ("B-PER"). */
  readonly label: string;
  readonly score: number;
  /** The tokenizer's decoded text, for comparison with Python; `text.slice(start, end)` is what stands there. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** One token of the text, special ones left out. */
export interface TokenReading {
  /** Place in its window, special tokens counted, as the pipeline's `index`. */
  readonly index: number;
  /** As the vocabulary has it ("##ing"). */
  readonly token: string;
  readonly start: number;
  readonly end: number;
  /** Whether the strategies first, average and max join it to the word before. */
  readonly isSubword: boolean;
  /** The word it belongs to there, counted from 0. */
  readonly wordIndex: number;
  /** Probability of each label, in the order of `labels`. */
  readonly scores: readonly number[];
}

/** Entities of one text under every strategy, and the tokens that explain how they differ. */
export interface TokenPrediction {
  readonly task: 'token-classification';
  readonly text: string;
  /** id2label. */
  readonly labels: readonly string[];
  /** In text order; a token that two windows hold is told once, as the window that was surer read it. */
  readonly tokens: readonly TokenReading[];
  readonly entities: Readonly<Record<AggregationStrategy, readonly Entity[]>>;
  /** How many overlapping windows the text was read in; 1 unless it is longer than the model reads. */
  readonly windows: number;
}

export type Prediction = TextPrediction | TokenPrediction;

/** File formats in which a predicted file can be taken home. */
export const PREDICTION_FORMATS = {
  'text-classification': ['csv'],
  'token-classification': ['jsonl', 'csv', 'conll'],
} as const;
export type PredictionFormat = (typeof PREDICTION_FORMATS)[keyof typeof PREDICTION_FORMATS][number];
