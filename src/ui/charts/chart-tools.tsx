import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMathFunction, IconTable, IconWaveSine } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import classes from './charts.module.css';

interface ToggleProps {
  readonly label: string;
  readonly pressed: boolean;
  readonly onToggle: (pressed: boolean) => void;
  readonly children: ReactNode;
}

function Toggle({ label, pressed, onToggle, children }: ToggleProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon
        size="sm"
        color={pressed ? 'petrol' : 'gray'}
        variant={pressed ? 'light' : 'subtle'}
        aria-label={label}
        aria-pressed={pressed}
        onClick={() => onToggle(!pressed)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface ChartToolsProps {
  readonly title: string;
  /** null where the chart does not offer it. */
  readonly log: boolean | null;
  readonly smooth: boolean | null;
  readonly asTable: boolean;
  readonly onLog: (log: boolean) => void;
  readonly onSmooth: (smooth: boolean) => void;
  readonly onTable: (asTable: boolean) => void;
}

/** The switches of a chart. Memoised: they have nothing to do with its data. */
export const ChartTools = memo(function ChartTools(props: ChartToolsProps) {
  const { title, log, smooth, asTable, onLog, onSmooth, onTable } = props;
  return (
    <div className={classes.tools}>
      {smooth === null ? null : (
        <Toggle label={`${title}: smooth the curve`} pressed={smooth} onToggle={onSmooth}>
          <IconWaveSine size={15} />
        </Toggle>
      )}
      {log === null ? null : (
        <Toggle label={`${title}: logarithmic axis`} pressed={log} onToggle={onLog}>
          <IconMathFunction size={15} />
        </Toggle>
      )}
      <Toggle label={`${title}: show as table`} pressed={asTable} onToggle={onTable}>
        <IconTable size={15} />
      </Toggle>
    </div>
  );
});
