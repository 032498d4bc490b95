import type { AggregationStrategy } from '../../core/contract/predictions';

/** What each aggregation strategy of the pipeline does, for the person. */
export const STRATEGIES: Readonly<
  Record<AggregationStrategy, { readonly label: string; readonly help: string }>
> = {
  none: { label: 'none', help: 'Every token for itself, with its tag; O is left out.' },
  simple: {
    label: 'simple',
    help: 'Neighbouring tokens of one type become one entity; B- begins a new one. A word can come apart.',
  },
  first: { label: 'first', help: 'The first token of a word speaks for the whole word.' },
  average: {
    label: 'average',
    help: 'The probabilities of a word’s tokens are averaged, and the best label wins.',
  },
  max: { label: 'max', help: 'The surest token of a word speaks for the whole word.' },
};
