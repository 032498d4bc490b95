import { Suspense, useCallback, useEffect, useRef } from 'react';
import { Loading } from '../ui/loading';
import { useRoute } from '../ui/route';
import { ContextLine } from './context-line';
import { ErrorBoundary } from './error-boundary';
import { Notices } from './notices';
import { panelOf } from './panel-ids';
import { PANELS } from './panels';
import { SchemeSwitch } from './scheme-switch';
import classes from './shell.module.css';
import { StepRail } from './step-rail';
import { StorageButton } from './storage-button';
import { WhereItIs } from './where-it-is';

/** Tells when the panel beside it is there, its code loaded. */
function Arrival({ onArrive }: { readonly onArrive: () => void }) {
  useEffect(onArrive, [onArrive]);
  return null;
}

/** After a step the focus stands on the new page's title, as a page load would have it. */
function useFocusOnArrival(): () => void {
  const first = useRef(true);
  return useCallback(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo({ top: 0 });
    document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true });
  }, []);
}

/** The frame around every panel: steps, context, storage, notices, and the sentence about where the data is. */
export function Shell() {
  const id = panelOf(useRoute().panel);
  const panel = PANELS.find((record) => record.id === id);
  const focusOnPage = useFocusOnArrival();
  useEffect(() => {
    document.title = panel === undefined ? 'Tabtune' : `${panel.label} · Tabtune`;
  }, [panel]);
  if (panel === undefined) return null;
  const PanelComponent = panel.component;
  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the page
      </a>
      <a className={classes.brand} href="#/data" aria-label="Tabtune, start">
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span>Tabtune</span>
      </a>
      <div className={classes.side}>
        <StepRail current={id} />
      </div>
      <header className={classes.header}>
        <ContextLine />
        <StorageButton />
        <SchemeSwitch />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Notices />
        <ErrorBoundary key={id} name={panel.label}>
          <Suspense fallback={<Loading label={`Opening ${panel.label}`} />}>
            <PanelComponent />
            <Arrival onArrive={focusOnPage} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <footer className={classes.footer}>
        <WhereItIs />
      </footer>
    </div>
  );
}
