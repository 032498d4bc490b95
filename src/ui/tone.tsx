/*
 * Tone: the four ways of saying something (note, good, warn, bad) with the icon that goes with each, because colour
 * is never the only signal. `ToneIcon` is decoration; put the meaning in words beside it.
 */
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';

export type Tone = 'note' | 'good' | 'warn' | 'bad';

const ICONS = {
  note: IconInfoCircle,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
} as const;

export function ToneIcon({ tone, size = 18 }: { readonly tone: Tone; readonly size?: number }) {
  const Icon = ICONS[tone];
  return <Icon size={size} stroke={1.75} aria-hidden="true" />;
}
