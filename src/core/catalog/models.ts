import { type Architecture, architectureSchema } from '../contract/model';
import type { Task } from '../contract/task';

/** A model architecture that the studio trains; `id` is config.json's model_type. */
export interface ArchitectureRecord {
  readonly id: Architecture;
  readonly label: string;
  readonly help: string;
  /** `architectures` of an exported config.json, by task. */
  readonly classes: Readonly<Record<Task, string>>;
  readonly baseClass: string;
}

export const ARCHITECTURES: Readonly<Record<Architecture, ArchitectureRecord>> = {
  bert: {
    id: 'bert',
    label: 'BERT',
    help: 'BERT and models of its shape: MiniLM, BGE, E5, GTE, TinyBERT and many more.',
    classes: {
      'text-classification': 'BertForSequenceClassification',
      'token-classification': 'BertForTokenClassification',
    },
    baseClass: 'BertModel',
  },
};

export const SUPPORTED_ARCHITECTURES = architectureSchema.options;

/** Tasks that go all the way from file to export. */
export const SUPPORTED_TASKS: readonly Task[] = ['text-classification', 'token-classification'];

/** Small models on the Hub that suit a browser tab, offered as suggestions. */
export const SUGGESTED_MODELS: readonly { readonly repo: string; readonly help: string }[] = [
  { repo: 'sentence-transformers/all-MiniLM-L6-v2', help: '22 M parameters, English, quick and good' },
  { repo: 'google/bert_uncased_L-2_H-128_A-2', help: '4 M parameters, English, tiny' },
  { repo: 'google/bert_uncased_L-4_H-256_A-4', help: '11 M parameters, English, small' },
  { repo: 'google-bert/bert-base-cased', help: '108 M parameters, English, keeps upper and lower case' },
  { repo: 'google-bert/bert-base-multilingual-cased', help: '178 M parameters, 104 languages' },
];
