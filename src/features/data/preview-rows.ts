/** How many rows the preview shows. */
export const PREVIEW_ROWS = 8;
