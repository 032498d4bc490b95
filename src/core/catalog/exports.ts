import { z } from 'zod';

export const exportFormatSchema = z.enum(['transformers']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A form in which a trained model can be taken home. */
export interface ExportRecord {
  readonly id: ExportFormat;
  readonly label: string;
  readonly help: string;
  /** Ending of the downloaded file, with the dot. */
  readonly extension: string;
  readonly mediaType: string;
}

export const EXPORTS: Readonly<Record<ExportFormat, ExportRecord>> = {
  transformers: {
    id: 'transformers',
    label: 'Hugging Face folder (zip)',
    help: 'Weights, tokenizer, configuration and model card: opens with from_pretrained in Python, and in this studio.',
    extension: '.zip',
    mediaType: 'application/zip',
  },
};
