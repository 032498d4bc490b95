import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../core/contract/errors';
import { createReadyStudio, createTestStudio } from '../state/testing/test-studio';
import { loadStudio, type Studio } from '../state/store';
import { renderUi } from '../ui/testing/render-ui';
import { App } from './app';
import { ErrorBoundary } from './error-boundary';

async function open(studio: Studio, hash = ''): Promise<void> {
  window.location.hash = hash;
  await act(async () => render(<App studio={studio} />));
}

afterEach(() => {
  window.location.hash = '';
});

const step = (name: string): HTMLElement =>
  within(screen.getByRole('navigation', { name: 'Steps' })).getByRole('link', { name });

describe('the shell', () => {
  it('lists the steps with their state and marks the current one', async () => {
    const studio = createTestStudio();
    await loadStudio(studio);
    await open(studio);
    expect(step('Data')).toHaveAttribute('aria-current', 'page');
    expect(step('Data')).toHaveAccessibleDescription('to do: Add a file');
    expect(step('Labels')).toHaveAccessibleDescription('not yet: After data');
    expect(step('Model')).toHaveAccessibleDescription('done: Starter');
    expect(step('Runs')).toHaveAccessibleDescription('to do: None yet');
  });

  it('opens the panel of the address and moves the focus to its title', async () => {
    await open(await createReadyStudio(), '#/labels');
    expect(screen.getByRole('heading', { level: 1, name: 'Labels' })).toBeVisible();
    await act(async () => {
      window.location.hash = '#/model';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    });
    expect(await screen.findByRole('heading', { level: 1, name: 'Model' })).toHaveFocus();
    expect(document.title).toBe('Model · Tabtune');
    expect(step('Model')).toHaveAttribute('aria-current', 'page');
  });

  it('takes an unknown address to the first step', async () => {
    await open(await createReadyStudio(), '#/nowhere/%');
    expect(step('Data')).toHaveAttribute('aria-current', 'page');
  });

  it('says honestly where the data is', async () => {
    const studio = createTestStudio();
    await studio.state().space.refresh();
    await open(studio);
    expect(screen.getByRole('contentinfo')).toHaveTextContent(
      /stays in this browser.*export what you want to keep/,
    );
  });

  it('shows failures that belong nowhere else until they are dismissed', async () => {
    const studio = createTestStudio();
    studio.state().notices.report(new AppError('STORAGE_FULL', {}));
    await open(studio);
    expect(screen.getByRole('alert')).toHaveTextContent('STORAGE_FULL');
    await userEvent.click(screen.getByRole('button', { name: /^Dismiss/ }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('switches the colours', async () => {
    await open(createTestStudio());
    await userEvent.click(screen.getByRole('button', { name: /^Colours/ }));
    // jsdom lays nothing out, so the open menu is never placed and counts as hidden.
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Dark', hidden: true }));
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });
});

describe('the error boundary', () => {
  it('keeps a broken panel to itself and can try again', async () => {
    const shown = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let broken = true;
    const Fragile = () => {
      if (broken) throw new TypeError('no such thing');
      return <p>whole again</p>;
    };
    renderUi(
      <ErrorBoundary name="Labels">
        <Fragile />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('alert')).toHaveTextContent('WORKER_UNEXPECTED');
    expect(screen.getByRole('alert')).toHaveTextContent('no such thing');
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('whole again')).toBeVisible();
    shown.mockRestore();
  });
});
