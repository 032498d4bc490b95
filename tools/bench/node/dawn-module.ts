/** The environment variable that names Dawn's module to a process that runs on it. */
export const DAWN_MODULE = 'TABTUNE_DAWN';
