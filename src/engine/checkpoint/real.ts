import { z } from 'zod';

const NON_FINITE = ['NaN', 'Infinity', '-Infinity'] as const;

/** A number of JSON written by `stringifyReals`. */
export const realSchema = z.union([z.number(), z.enum(NON_FINITE).transform(Number)]);

/** JSON in which numbers that JSON lacks are their names in quotes; `JSON.stringify` makes null of them. */
export function stringifyReals(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    typeof child === 'number' && !Number.isFinite(child) ? String(child) : child,
  );
}
