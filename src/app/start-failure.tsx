import { Button, MantineProvider } from '@mantine/core';
import { toAppError } from '../core/contract/errors';
import { FailureCard } from '../ui/failure-card';
import { cssVariables, theme } from './theme/theme';

/** Instead of the studio, where the browser offers no storage to keep it in. */
export function StartFailure({ thrown }: { readonly thrown: unknown }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <main>
        <FailureCard
          failure={toAppError(thrown, 'STORAGE_UNAVAILABLE').failure}
          actions={
            <Button size="xs" onClick={() => window.location.reload()}>
              Reload the page
            </Button>
          }
        />
      </main>
    </MantineProvider>
  );
}
