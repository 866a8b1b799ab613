import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { handleRun } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { requestRun } from '../../../../scoring-service/src/operations/runs/request-run.ts';
import type { Salesforce } from '../../../../scoring-service/src/ports/adapters.ts';
import { makePorts, runSettings } from '../made-up-ports.ts';
import type { MadeUpPorts } from '../made-up-ports.ts';

const never = new AbortController().signal;

/** A queued training whose first step, describing the org, fails like this. */
async function failingRun(
  error: unknown,
  salesforce: Partial<Salesforce> = {},
): Promise<MadeUpPorts & { key: string }> {
  const made = makePorts({ salesforce: { describe: () => Promise.reject(error), ...salesforce } });
  const { key } = await requestRun(made.ports, made.goal.id, { jobType: 'Training', trigger: 'API' });
  return { ...made, key };
}

const handle = ({ ports, goal, key }: MadeUpPorts & { key: string }, signal = never): Promise<void> =>
  handleRun(ports, { key, goalId: goal.id, jobType: 'Training' }, runSettings, signal);

test('what does not pass by itself ends the run with the reason and the next step', async () => {
  const made = await failingRun(
    new ScoringError('salesforce.no-access', { message: 'Lead.Industry is hidden.', actions: ['Assign the set.'] }),
  );
  await handle(made);
  const run = made.runs.get(made.key);
  assert.equal(run?.status, 'Failed');
  assert.deepEqual(
    run.messages.map(({ code, text }) => [code, text]),
    [[910, 'ERROR 910. The run stopped: Lead.Industry is hidden. Assign the set.']],
  );
  assert.equal(made.goalChanges.at(-1)?.status, 'Failed');
  assert.ok(made.states.get(made.key)?.endedAt);
  assert.deepEqual(made.removedFolders, [made.key]);
});

test('a defect ends the run without telling its inside to the org', async () => {
  const made = await failingRun(new TypeError('secret of the inside'));
  await handle(made);
  assert.equal(made.runs.get(made.key)?.status, 'Failed');
  assert.doesNotMatch(JSON.stringify([...made.runs.values(), made.goalChanges]), /secret/);
});

test('what passes by itself pauses the run and goes back to the queue', async () => {
  const unreachable = new ScoringError('salesforce.unreachable', { actions: ['Wait.'] });
  const made = await failingRun(unreachable);
  await assert.rejects(handle(made), unreachable);
  assert.equal(made.runs.get(made.key)?.status, 'Paused');
  assert.equal(made.states.get(made.key)?.endedAt, undefined);
  assert.deepEqual(made.removedFolders, []);
});

test('a run that is stopped with the service is left as it is', async () => {
  const stopping = new AbortController();
  const made = await failingRun(undefined, {
    describe: () => {
      stopping.abort();
      return Promise.reject(new Error('broken off'));
    },
  });
  await assert.rejects(handle(made, stopping.signal));
  assert.equal(made.runs.get(made.key)?.status, 'Processing');
  assert.equal(made.states.get(made.key)?.endedAt, undefined);
});

test('a run that has ended is not done again, nor one that nobody asked for', async () => {
  const made = await failingRun(new Error('once'));
  await handle(made);
  const events = made.events.length;
  await handle(made);
  await handleRun(made.ports, { key: 'unknown', goalId: made.goal.id, jobType: 'Training' }, runSettings, never);
  assert.equal(made.events.length, events);
});

test('a run whose goal was deleted ends as failed, for its record stays', async () => {
  const made = await failingRun(new ScoringError('goal.not-found', { message: 'It is gone.', actions: ['Check it.'] }));
  await handle(made);
  assert.ok(made.states.get(made.key)?.endedAt);
  const run = made.runs.get(made.key);
  assert.deepEqual([run?.status, run?.messages.at(-1)?.code], ['Failed', 910]);
  assert.ok(made.goalChanges.every(({ status }) => status !== 'Failed'));
});
