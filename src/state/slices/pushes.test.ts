import { describe, expect, test, vi } from 'vitest';
import { paths } from '../../core/contract/storage';
import { exampleRun } from '../testing/example-run';
import { createReadyStudio, createTestStudio, type TestStudio } from '../testing/test-studio';
import { loadStudio } from '../store';
import type { PushTarget } from '../../core/contract/hub';
import type { PushSource } from './pushes';

const TARGET: PushTarget = { type: 'dataset', repo: 'maria/titles', isNew: true, isPrivate: true };
const TOKEN = 'hf_secret';

async function withDataset() {
  const studio = await createReadyStudio();
  const id = studio.state().datasets.items[0]?.id ?? '';
  const source: PushSource = { kind: 'dataset', id };
  return {
    studio,
    source,
    pushes: () => studio.state().pushes,
    stage: () => studio.state().pushes.stages[id],
  };
}

/** Everything that the store and the browser hold, as text. */
const everything = ({ state, browser }: TestStudio): string =>
  JSON.stringify([state(), browser.keptToken(), browser.keptDraft()]);

describe('the token', () => {
  test('is nowhere to be seen, and gone with the page', async () => {
    const { studio, pushes } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    expect(pushes().signIn).toMatchObject({
      status: 'in',
      isRemembered: false,
      account: { name: 'maria', organizations: ['acme'] },
    });
    expect(everything(studio)).not.toContain(TOKEN);
    expect(studio.reloaded().state().pushes.signIn).toEqual({ status: 'out', failure: null });
  });

  test('is remembered where that was asked, and forgotten on demand', async () => {
    const { studio, pushes } = await withDataset();
    await pushes().signInWith(TOKEN, true);
    const again = studio.reloaded();
    expect(again.state().pushes.signIn).toMatchObject({ status: 'in', isRemembered: true });
    expect(JSON.stringify(again.state())).not.toContain(TOKEN);
    again.state().pushes.forget();
    expect(everything(again)).not.toContain(TOKEN);
    expect(studio.reloaded().state().pushes.signIn.status).toBe('out');
  });

  test('signing in once more without that forgets what was remembered', async () => {
    const { studio, pushes } = await withDataset();
    await pushes().signInWith(TOKEN, true);
    await pushes().signInWith(TOKEN, false);
    expect(studio.browser.keptToken()).toBeNull();
  });

  test('is asked for again where what was remembered cannot be read', async () => {
    const { studio } = await withDataset();
    studio.browser.keepToken('{"token":7}');
    expect(studio.reloaded().state().pushes.signIn.status).toBe('out');
    studio.browser.keepToken('no json');
    expect(studio.reloaded().state().pushes.signIn.status).toBe('out');
  });

  test('that is refused is not kept', async () => {
    const { studio, pushes } = await withDataset();
    studio.fake.faults.failNext('account', 'HUB_BAD_TOKEN', {});
    await pushes().signInWith(TOKEN, true);
    expect(pushes().signIn).toMatchObject({ status: 'out', failure: { code: 'HUB_BAD_TOKEN' } });
    expect(everything(studio)).not.toContain(TOKEN);
  });
});

describe('a push', () => {
  test('waits for a token, then for a look at what is sent', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().plan(source, TARGET);
    expect(stage()).toBeUndefined();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    expect(stage()).toMatchObject({
      status: 'confirming',
      plan: { target: TARGET, totalBytes: 90_904_200, files: [{ path: 'README.md' }, {}] },
    });
    expect(studio.fake.pushes.pushed).toEqual([]);
    await studio.files.write(paths.packed(source.id), 'zip');
    await pushes().confirm(source);
    expect(await studio.files.exists(paths.packed(source.id))).toBe(false);
    expect(stage()).toMatchObject({
      status: 'done',
      report: { url: 'https://huggingface.co/datasets/maria/titles' },
    });
    expect(studio.fake.pushes.pushed).toMatchObject([
      { target: TARGET, token: TOKEN, title: 'titles, prepared with Tabtune' },
    ]);
    pushes().back(source);
    expect(stage()).toEqual({ status: 'choosing', failure: null });
  });

  test('of a run sends its exported zip, and needs one', async () => {
    const studio = createTestStudio();
    const run = exampleRun({ status: 'completed' });
    await studio.records.runs.put(run);
    await loadStudio(studio);
    const source: PushSource = { kind: 'run', id: run.id };
    const target: PushTarget = { ...TARGET, type: 'model' };
    const { pushes } = studio.state();
    await pushes.signInWith(TOKEN, false);
    await pushes.plan(source, target);
    expect(studio.state().pushes.stages[run.id]).toMatchObject({
      status: 'choosing',
      failure: { code: 'EXPORT_MISSING' },
    });
    await studio.state().exports.exportRun(run.id);
    await pushes.plan(source, target);
    await pushes.confirm(source);
    const job = studio.state().exports.jobs[run.id];
    expect(studio.fake.pushes.pushed).toMatchObject([
      {
        archive: job?.status === 'ready' ? job.value.path : null,
        title: `${run.name}, trained with Tabtune`,
      },
    ]);
  });

  test('into an existing repository says whether that is private', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    const existing = { ...TARGET, isNew: false };
    await pushes().plan(source, existing);
    expect(stage()).toMatchObject({ status: 'choosing', failure: { code: 'HUB_NO_REPO' } });
    studio.fake.pushes.repos.set('dataset maria/titles', { isPrivate: false, isEmpty: false });
    await pushes().plan(source, existing);
    expect(stage()).toMatchObject({ status: 'confirming', plan: { target: { isPrivate: false } } });
    await pushes().plan(source, TARGET);
    expect(stage()).toMatchObject({ status: 'choosing', failure: { code: 'HUB_REPO_EXISTS' } });
  });

  test('that broke off can be sent once more as it was confirmed', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    studio.fake.faults.failNext('push', 'HUB_PUSH_INTERRUPTED', { repo: TARGET.repo });
    await pushes().confirm(source);
    expect(stage()).toMatchObject({
      status: 'confirming',
      plan: { target: TARGET },
      failure: { code: 'HUB_PUSH_INTERRUPTED' },
    });
    await pushes().confirm(source);
    expect(stage()).toMatchObject({ status: 'done' });
  });

  test('that is cancelled goes back to what was confirmed', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    studio.fake.faults.hold('push');
    const pushing = pushes().confirm(source);
    await vi.waitFor(() =>
      expect(stage()).toMatchObject({ status: 'pushing', progress: { stage: 'uploading' } }),
    );
    pushes().cancel(source);
    await pushing;
    expect(stage()).toMatchObject({ status: 'confirming', failure: null });
    expect(studio.fake.pushes.pushed).toEqual([]);
  });

  test('that is cancelled once the Hub has accepted it is done, with its address', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    const { client } = studio.fake.pushes;
    const push = client.push.bind(client);
    vi.spyOn(client, 'push').mockImplementation(async (request, options) => {
      const report = await push(request, options);
      pushes().cancel(source);
      return report;
    });
    await pushes().confirm(source);
    expect(stage()).toMatchObject({
      status: 'done',
      report: { url: 'https://huggingface.co/datasets/maria/titles' },
      isCancelledLate: true,
    });
  });

  test('of files that changed since they were looked at sends nothing, and shows those that are there now', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    studio.fake.pushes.files = [{ path: 'README.md', sizeBytes: 5000 }];
    await pushes().confirm(source);
    expect(studio.fake.pushes.pushed).toEqual([]);
    expect(stage()).toMatchObject({
      status: 'confirming',
      plan: { target: TARGET, totalBytes: 5000, files: [{ path: 'README.md' }] },
      failure: { code: 'HUB_FILES_CHANGED' },
    });
    await pushes().confirm(source);
    expect(stage()).toMatchObject({ status: 'done' });
  });

  test('that is not confirmed leaves no packed file', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, false);
    await pushes().plan(source, TARGET);
    await studio.files.write(paths.packed(source.id), 'zip');
    pushes().back(source);
    expect(stage()).toEqual({ status: 'choosing', failure: null });
    await vi.waitFor(async () => expect(await studio.files.exists(paths.packed(source.id))).toBe(false));
  });

  test('with a token that was revoked meanwhile asks for another one', async () => {
    const { studio, source, pushes, stage } = await withDataset();
    await pushes().signInWith(TOKEN, true);
    await pushes().plan(source, TARGET);
    studio.fake.faults.failNext('push', 'HUB_BAD_TOKEN', {});
    await pushes().confirm(source);
    expect(pushes().signIn).toMatchObject({ status: 'out', failure: { code: 'HUB_BAD_TOKEN' } });
    expect(studio.browser.keptToken()).toBeNull();
    expect(stage()).toMatchObject({ status: 'confirming', failure: null });
  });
});
