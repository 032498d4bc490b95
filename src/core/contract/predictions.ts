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

export type Prediction = TextPrediction;
