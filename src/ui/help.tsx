/*
 * Help: a small question mark that explains a word. A button named "About {about}" whose text is shown on hover,
 * focus and touch.
 */
import { Tooltip } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './help.module.css';

export function Help({ about, children }: { readonly about: string; readonly children: ReactNode }) {
  return (
    <Tooltip label={children} w={260}>
      <button type="button" className={classes.help} aria-label={`About ${about}`}>
        <IconHelpCircle size={14} stroke={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
