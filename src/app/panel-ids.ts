/** The steps in their order, then what stands beside them. The ids are the routes: "#/data". */
export const PANEL_IDS = [
  'data',
  'labels',
  'model',
  'train',
  'evaluate',
  'playground',
  'export',
  'runs',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** The panel a route means; an unknown one means the first. */
export function panelOf(name: string): PanelId {
  return PANEL_IDS.find((id) => id === name) ?? 'data';
}
