import { describe, expect, it } from 'vitest';
import { createReadyStudio, createTestStudio } from '../state/testing/test-studio';
import { PANEL_IDS } from './panel-ids';
import { stepStatus } from './step-status';

describe('step status', () => {
  it('of an empty studio points to the data', () => {
    const state = createTestStudio().state();
    const states = PANEL_IDS.map((id) => `${id} ${stepStatus(state, id).state}`);
    expect(states).toEqual([
      'data todo',
      'labels blocked',
      'model todo',
      'train blocked',
      'evaluate blocked',
      'playground blocked',
      'export blocked',
      'runs todo',
    ]);
  });

  it('follows data, labels and model', async () => {
    const studio = await createReadyStudio();
    expect(stepStatus(studio.state(), 'data')).toEqual({ state: 'done', line: '12\u00a0rows' });
    expect(stepStatus(studio.state(), 'labels')).toEqual({ state: 'done', line: '2\u00a0labels' });
    expect(stepStatus(studio.state(), 'model')).toEqual({ state: 'done', line: 'Starter' });
    expect(stepStatus(studio.state(), 'train')).toEqual({ state: 'ready', line: 'Ready to start' });
  });

  it('says when one label is left', async () => {
    const studio = await createReadyStudio();
    const id = studio.state().setup.datasetId ?? '';
    await studio.state().datasets.dropLabel(id, 'yes');
    expect(stepStatus(studio.state(), 'labels')).toEqual({ state: 'failed', line: 'One label only' });
  });

  it('shows a failed count in the data step, not in the labels', async () => {
    const studio = await createReadyStudio();
    studio.fake.faults.failNext('inspect', 'DATA_COLUMN_MISSING');
    await studio.state().datasets.inspect(studio.state().setup.datasetId ?? '');
    expect(stepStatus(studio.state(), 'data').state).toBe('failed');
    expect(stepStatus(studio.state(), 'labels').state).toBe('blocked');
  });

  it('follows a run', async () => {
    const studio = await createReadyStudio();
    const id = (await studio.state().runs.start('Run')) ?? '';
    await studio.fake.run.emit({
      type: 'progress',
      step: 5,
      progress: {
        step: 5,
        totalSteps: 20,
        epoch: 0.25,
        elapsedSeconds: 10,
        secondsLeft: 30,
        tokensPerSecond: 100,
        phase: 'training',
      },
    });
    expect(stepStatus(studio.state(), 'train')).toEqual({ state: 'busy', line: '25\u00a0%, 30\u00a0s left' });
    await studio.state().runs.pause(id);
    expect(stepStatus(studio.state(), 'train')).toEqual({ state: 'paused', line: 'Paused at 25\u00a0%' });
    expect(stepStatus(studio.state(), 'runs').line).toBe('1\u00a0run');
  });
});
