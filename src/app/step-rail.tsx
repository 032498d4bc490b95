import { useEffect, useRef } from 'react';
import { useStudio } from '../state/react';
import { routeTo } from '../ui/route';
import { StatusMark } from '../ui/status';
import type { PanelId } from './panel-ids';
import { type PanelRecord, PANELS } from './panels';
import classes from './step-rail.module.css';
import { stepStatus } from './step-status';

const WORDS = {
  todo: 'to do',
  ready: 'ready',
  busy: 'busy',
  paused: 'paused',
  done: 'done',
  failed: 'needs attention',
  blocked: 'not yet',
} as const;

/**
 * In a narrow window the steps are a strip that scrolls. Not by scrollIntoView: in Chromium that moves the place from
 * which Tab goes on, past the link that skips to the page.
 */
function showInStrip(link: HTMLElement): void {
  const strip = link.closest('nav');
  if (strip === null) return;
  const { left, right } = link.getBoundingClientRect();
  const box = strip.getBoundingClientRect();
  if (left < box.left) strip.scrollLeft -= box.left - left;
  else if (right > box.right) strip.scrollLeft += right - box.right;
}

function StepLink({ panel, current }: { readonly panel: PanelRecord; readonly current: boolean }) {
  const state = useStudio((s) => stepStatus(s, panel.id).state);
  const line = useStudio((s) => stepStatus(s, panel.id).line);
  const Icon = panel.icon;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current && link.current !== null) showInStrip(link.current);
  }, [current]);
  return (
    <a
      ref={link}
      className={classes.link}
      href={routeTo(panel.id)}
      aria-label={panel.label}
      aria-description={`${WORDS[state]}: ${line}`}
      aria-current={current ? 'page' : undefined}
      data-state={state}
      title={line}
    >
      <span className={classes.icon} aria-hidden="true">
        <Icon size={18} stroke={1.6} />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{panel.label}</span>
        <span className={classes.line}>{line}</span>
      </span>
      {panel.kind === 'step' && (
        <span className={classes.mark}>
          <StatusMark state={state} size={15} />
        </span>
      )}
    </a>
  );
}

/** The way through, with the state of each step in one line; Runs stands beside it. */
export function StepRail({ current }: { readonly current: PanelId }) {
  const steps = PANELS.filter((panel) => panel.kind === 'step');
  const libraries = PANELS.filter((panel) => panel.kind === 'library');
  return (
    <nav className={classes.rail} aria-label="Steps">
      <ol className={classes.list}>
        {steps.map((panel) => (
          <li key={panel.id}>
            <StepLink panel={panel} current={panel.id === current} />
          </li>
        ))}
      </ol>
      <ul className={classes.list} data-beside>
        {libraries.map((panel) => (
          <li key={panel.id}>
            <StepLink panel={panel} current={panel.id === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}
