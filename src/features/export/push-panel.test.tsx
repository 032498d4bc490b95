import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { StudioProvider } from '../../state/react';
import { exampleRun } from '../../state/testing/example-run';
import { studioWith } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { ExportPanel } from './export-panel';

beforeEach(() => {
  window.location.hash = '#/export';
});

interface Setting {
  readonly isExported?: boolean;
  readonly role?: 'read' | 'write';
}

async function open({ isExported = true, role = 'write' }: Setting = {}) {
  const run = exampleRun({ status: 'completed', name: 'Tickets, first try' });
  const studio = await studioWith(run);
  studio.fake.pushes.account = { ...studio.fake.pushes.account, role };
  if (isExported) await studio.state().exports.exportRun(run.id);
  renderUi(
    <StudioProvider studio={studio}>
      <ExportPanel />
    </StudioProvider>,
  );
  const panel = within(screen.getByRole('region', { name: 'Push to the Hugging Face Hub' }));
  return { studio, panel };
}

async function signIn(panel: Awaited<ReturnType<typeof open>>['panel'], remember = false) {
  await userEvent.type(panel.getByLabelText('Access token'), 'hf_secret');
  if (remember) await userEvent.click(panel.getByRole('checkbox', { name: /^Remember/ }));
  await userEvent.click(panel.getByRole('button', { name: 'Sign in' }));
  await panel.findByText(/Signed in as/);
}

const show = (panel: Awaited<ReturnType<typeof open>>['panel']) =>
  userEvent.click(panel.getByRole('button', { name: 'Show what would be sent' }));

test('from a token to a link: private, and nothing before it was confirmed', async () => {
  const { studio, panel } = await open();
  await signIn(panel);
  expect(panel.getByText(/The token is gone when this page is closed/)).toBeInTheDocument();
  expect(panel.getByLabelText('Model name')).toHaveValue('tickets-first-try');
  expect(panel.getByRole('checkbox', { name: 'Private' })).toBeChecked();
  await userEvent.selectOptions(panel.getByLabelText('Owner'), 'acme');
  await show(panel);

  const files = await panel.findByRole('list', { name: 'Files that would be sent' });
  expect(within(files).getAllByRole('listitem')[1]).toHaveTextContent('model.safetensors90.9 MB');
  expect(panel.getByText('huggingface.co/acme/tickets-first-try')).toBeInTheDocument();
  expect(panel.getByText(/^Private:/)).toBeInTheDocument();
  expect(panel.getByText('2 files, 90.9 MB, in one commit')).toBeInTheDocument();
  expect(studio.fake.pushes.pushed).toEqual([]);

  await userEvent.click(panel.getByRole('button', { name: /^Push 90\.9/ }));
  expect(await panel.findByRole('link', { name: 'acme/tickets-first-try' })).toHaveAttribute(
    'href',
    'https://huggingface.co/acme/tickets-first-try',
  );
  expect(studio.fake.pushes.pushed).toMatchObject([{ target: { isNew: true, isPrivate: true } }]);
});

test('what is public says so before it is sent', async () => {
  const { panel } = await open();
  await signIn(panel);
  await userEvent.click(panel.getByRole('checkbox', { name: 'Private' }));
  expect(panel.getByText(/everyone can see and download it/)).toBeInTheDocument();
  await show(panel);
  expect(await panel.findByText('Everyone will see it')).toBeInTheDocument();
  await userEvent.click(panel.getByRole('button', { name: 'Back' }));
  expect(panel.getByRole('checkbox', { name: 'Private' })).not.toBeChecked();
});

test('a token is remembered only where that was asked, and can be forgotten', async () => {
  const { studio, panel } = await open();
  await signIn(panel, true);
  expect(panel.getByText(/remembered in this browser, unencrypted/)).toBeInTheDocument();
  expect(studio.browser.keptToken()).toContain('hf_secret');
  await userEvent.click(panel.getByRole('button', { name: 'Forget the token' }));
  expect(studio.browser.keptToken()).toBeNull();
  expect(panel.getByLabelText('Access token')).toHaveValue('');
});

test('something that is no token is not sent', async () => {
  const { panel } = await open();
  await userEvent.type(panel.getByLabelText('Access token'), 'password{Enter}');
  expect(panel.getByText('A token begins with hf_')).toBeInTheDocument();
});

test('a refused token says what to do', async () => {
  const { studio, panel } = await open();
  studio.fake.faults.failNext('account', 'HUB_BAD_TOKEN', { right: 'write' });
  await userEvent.type(panel.getByLabelText('Access token'), 'hf_old{Enter}');
  expect(await panel.findByRole('alert')).toHaveTextContent('Create a token with write access');
});

test('a token that may only read goes no further', async () => {
  const { panel } = await open({ role: 'read' });
  await signIn(panel);
  expect(panel.getByText(/This token may only read\. Forget it/)).toBeInTheDocument();
  expect(panel.getByRole('button', { name: 'Show what would be sent' })).toBeDisabled();
});

test('a name that the Hub would not take is told before it is asked', async () => {
  const { panel } = await open();
  await signIn(panel);
  await userEvent.clear(panel.getByLabelText('Model name'));
  await userEvent.type(panel.getByLabelText('Model name'), 'no spaces');
  await show(panel);
  expect(panel.getByText(/Letters, digits/)).toBeInTheDocument();
});

test('without an exported zip there is nothing to push', async () => {
  const { panel } = await open({ isExported: false });
  await signIn(panel);
  expect(panel.getByText(/Export the model first/)).toBeInTheDocument();
  expect(panel.getByRole('button', { name: 'Show what would be sent' })).toBeDisabled();
});

test('a push that waits for the Hub can be cancelled no more', async () => {
  const { studio, panel } = await open();
  await signIn(panel);
  await show(panel);
  let finish = (): void => undefined;
  vi.spyOn(studio.fake.hub, 'push').mockImplementation(async (_, options) => {
    const event = { operationId: 'push', stage: 'committing', done: 1, total: 1, unit: 'bytes' } as const;
    options?.onProgress?.(event);
    await new Promise<void>((resolve) => (finish = resolve));
    return { url: 'https://huggingface.co/maria/first', commit: 'abc', sentBytes: 1 };
  });
  await userEvent.click(await panel.findByRole('button', { name: /^Push 90/ }));
  expect(await panel.findByText(/^Waiting for the Hub: maria/)).toBeInTheDocument();
  expect(panel.queryByRole('button', { name: /^Cancel/ })).not.toBeInTheDocument();
  finish();
  expect(await panel.findByRole('link', { name: /^maria/ })).toBeInTheDocument();
});

test('a push shows how far it is, can be cancelled, and sent once more after it broke off', async () => {
  const { studio, panel } = await open();
  await signIn(panel);
  await show(panel);
  const release = studio.fake.faults.hold('push');
  await userEvent.click(await panel.findByRole('button', { name: /^Push 90/ }));
  await userEvent.click(await panel.findByRole('button', { name: /^Cancel: Uploading: maria/ }));
  release();
  studio.fake.faults.failNext('push', 'HUB_PUSH_INTERRUPTED', {
    repo: 'maria/tickets-first-try',
    arrived: 1,
  });
  await userEvent.click(await panel.findByRole('button', { name: /^Push 90/ }));
  expect(await panel.findByRole('alert')).toHaveTextContent('large files that arrived whole: 1');
  await userEvent.click(panel.getByRole('button', { name: 'Push again' }));
  expect(await panel.findByRole('status')).toHaveTextContent('Pushed 90.9');
});
