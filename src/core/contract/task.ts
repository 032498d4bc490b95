import { z } from 'zod';

/** The tasks of the studio, by their Hugging Face pipeline names. */
export const taskSchema = z.enum(['text-classification', 'token-classification']);
export type Task = z.infer<typeof taskSchema>;

export const splitNameSchema = z.enum(['train', 'validation', 'test']);
export type SplitName = z.infer<typeof splitNameSchema>;
export const SPLIT_NAMES = splitNameSchema.options;
