import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { StudioProvider } from '../../state/react';
import { chosenModel } from '../../state/selectors';
import { createTestStudio, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { ModelPanel } from './model-panel';

async function open(): Promise<TestStudio> {
  const studio = createTestStudio();
  await studio.state().models.load();
  renderUi(
    <StudioProvider studio={studio}>
      <ModelPanel />
    </StudioProvider>,
  );
  return studio;
}

const chosen = (studio: TestStudio): string | undefined => chosenModel(studio.state())?.name;

describe('the model step', () => {
  it('starts with the starter and says that it is untrained', async () => {
    await open();
    expect(screen.getByText('This model is untrained')).toBeVisible();
    const facts = screen.getByLabelText('Size of the model');
    expect(facts).toHaveTextContent('4.4 M');
    expect(facts).toHaveTextContent('2 × 128');
    expect(screen.getByRole('link', { name: 'Continue to training' })).toHaveAttribute('href', '#/train');
  });

  it('downloads a model by its id', async () => {
    const user = userEvent.setup();
    const studio = await open();
    await user.type(
      screen.getByRole('textbox', { name: 'Model id' }),
      'https://huggingface.co/owner/tiny-bert',
    );
    await user.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(chosen(studio)).toBe('tiny-bert'));
    expect(chosenModel(studio.state())?.source).toEqual({
      kind: 'hub',
      repo: 'owner/tiny-bert',
      revision: 'main',
    });
    expect(screen.queryByText('This model is untrained')).not.toBeInTheDocument();
  });

  it('takes a suggestion, and refuses what is no id', async () => {
    const user = userEvent.setup();
    const studio = await open();
    await user.type(screen.getByRole('textbox', { name: 'Model id' }), 'not an id');
    await user.click(screen.getByRole('button', { name: 'Download' }));
    expect(screen.getByText('An id looks like owner/name')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /google-bert\/bert-base-cased/ }));
    await user.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(chosen(studio)).toBe('bert-base-cased'));
  });

  it('shows a gated model as a failure and has a place for the token', async () => {
    const user = userEvent.setup();
    const studio = await open();
    studio.fake.faults.failNext('importModel', 'HUB_GATED', { repo: 'a/b' });
    await user.type(screen.getByRole('textbox', { name: 'Model id' }), 'a/b{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('HUB_GATED');
    await user.click(screen.getByRole('button', { name: 'Revision and access token' }));
    await user.type(screen.getByLabelText('Access token'), 'hf_secret');
    await user.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(chosen(studio)).toBe('b'));
  });

  it('shows a download with a way to stop it', async () => {
    const user = userEvent.setup();
    const studio = await open();
    studio.fake.faults.hold('importModel');
    await user.type(screen.getByRole('textbox', { name: 'Model id' }), 'a/b{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Cancel: Downloading: a/b' }));
    await waitFor(() => expect(screen.queryByRole('progressbar')).not.toBeInTheDocument());
    expect(chosen(studio)).toBe('Starter');
  });

  it('takes a local zip, and deletes it after asking', async () => {
    const user = userEvent.setup();
    const studio = await open();
    await user.upload(screen.getByLabelText('Choose a zip (file field)'), new File(['PK'], 'mine.zip'));
    await waitFor(() => expect(chosen(studio)).toBe('mine'));
    const library = screen.getByRole('table', { name: 'Models in this browser' });
    await user.click(within(library).getByRole('button', { name: 'Delete mine' }));
    await user.click(await screen.findByRole('button', { name: 'Delete model' }));
    await waitFor(() => expect(chosen(studio)).toBe('Starter'));
  });
});
