/*
 * NextStep: the one thing to do next, at the end of a Page: a sentence and a real link ("#/labels"). With `blocked`
 * (a reason) there is no link: the reason says what is missing.
 */
import { Button } from '@mantine/core';
import { IconArrowRight, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionBar } from './action-bar';

export interface NextStepProps {
  readonly href: string;
  readonly label: string;
  readonly children?: ReactNode;
  readonly blocked?: string | null;
}

export function NextStep({ href, label, children, blocked = null }: NextStepProps) {
  return (
    <ActionBar text={blocked ?? children}>
      {blocked === null ? (
        <Button component="a" href={href} rightSection={<IconArrowRight size={16} aria-hidden="true" />}>
          {label}
        </Button>
      ) : (
        <Button disabled leftSection={<IconLock size={15} aria-hidden="true" />}>
          {label}
        </Button>
      )}
    </ActionBar>
  );
}
