/** Why `file` may not import `specifier`, or undefined when it may. Paths are relative to the root, with slashes. */
export function objection(file: string, specifier: string): string | undefined;
