import '@mantine/core/styles.layer.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { StudioProvider } from '../state/react';
import type { Studio } from '../state/store';
import { ErrorBoundary } from './error-boundary';
import { Shell } from './shell';
import { cssVariables, theme } from './theme/theme';

/** The whole page on a studio that `main.tsx` has put together. */
export function App({ studio }: { readonly studio: Studio }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ErrorBoundary name="Tabtune">
        <StudioProvider studio={studio}>
          <Shell />
        </StudioProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
