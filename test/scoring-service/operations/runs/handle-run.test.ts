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

test('a pause says why and what to do, on the run and on the goal, and what was said before goes', async () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const made = await failingRun(full);
  await assert.rejects(handle(made), { kind: 'host.disk-full' });
  const text =
    'WARNING 912. The run is paused: The disk of the service is full (ENOSPC). Make room on the disk of PLUMBLINE_DATA.';
  const paused = made.runs.get(made.key);
  assert.equal(paused?.status, 'Paused');
  assert.deepEqual(
    paused.messages.map(({ code, text: said }) => [code, said]),
    [[912, text]],
  );
  assert.match(paused.messages[0]?.nextStep ?? '', /continues by itself/);
  assert.ok(made.goalChanges.at(-1)?.statusMessage?.startsWith(text));

  // The next attempt fails for another reason, which takes the place of the first.
  made.ports.salesforce.describe = () =>
    Promise.reject(new ScoringError('salesforce.unreachable', { message: 'The org is away.', actions: ['Wait.'] }));
  const before = made.goalChanges.length;
  await assert.rejects(handle(made), { kind: 'salesforce.unreachable' });
  assert.deepEqual(made.goalChanges[before], { statusMessage: '' });
  assert.deepEqual(
    made.runs.get(made.key)?.messages.map(({ text: said }) => said),
    ['WARNING 912. The run is paused: The org is away. Wait.'],
  );

  made.ports.salesforce.describe = () => Promise.reject(new ScoringError('training.failed', { actions: ['Fix it.'] }));
  await handle(made);
  assert.deepEqual(
    made.runs.get(made.key)?.messages.map(({ code }) => code),
    [910],
  );
});

for (const [code, kind] of [
  ['ENOSPC', 'host.disk-full'],
  ['EDQUOT', 'host.disk-full'],
  ['EFBIG', 'host.disk-full'],
  ['ENOMEM', 'host.no-memory'],
  ['EMFILE', 'host.no-memory'],
  ['ERR_WORKER_OUT_OF_MEMORY', 'host.no-memory'],
  ['EACCES', 'host.no-access'],
  ['EROFS', 'host.no-access'],
  ['EIO', 'host.no-access'],
] as const) {
  test(`${code}, however deep, pauses a run as ${kind}`, async () => {
    const cause = Object.assign(new Error(code), { code });
    const made = await failingRun(
      new ScoringError('training.failed', { cause: new Error('inner', { cause }), actions: [] }),
    );
    await assert.rejects(handle(made), { kind });
    assert.equal(made.runs.get(made.key)?.status, 'Paused');
    assert.match(made.runs.get(made.key)?.messages[0]?.text ?? '', new RegExp(`\\(${code}\\)`));
  });
}

test('a run that ended its process three times is put aside as failed with the reason', async () => {
  const made = await failingRun(new Error('not reached'));
  for (let kill = 0; kill < 3; kill += 1) await made.ports.store.takeRun(made.key);
  await handle(made);
  const run = made.runs.get(made.key);
  assert.equal(run?.status, 'Failed');
  assert.match(run.messages[0]?.text ?? '', /^ERROR 910\..*the process of the service ended 3 times at the same place/);
  assert.ok(made.states.get(made.key)?.endedAt);
});

test('attempts that end by themselves do not count, however many', async () => {
  const unreachable = new ScoringError('salesforce.unreachable', { actions: ['Wait.'] });
  const made = await failingRun(unreachable);
  for (let attempt = 0; attempt < 5; attempt += 1) await assert.rejects(handle(made), unreachable);
  assert.equal(made.states.get(made.key)?.attempts, 0);
});

test('a process whose run was taken over changes nothing more, in the store or in the org', async () => {
  const made = await failingRun(undefined, {
    describe: async () => {
      // Meanwhile the process is stopped; another one takes the run over and ends it.
      await made.ports.store.takeRun(made.key);
      const state = made.states.get(made.key) ?? assert.fail();
      made.states.set(made.key, { ...state, endedAt: new Date('2026-11-23T11:00:00.000Z') });
      made.runs.set(made.key, { ...(made.runs.get(made.key) ?? assert.fail()), status: 'Successful' });
      return Promise.reject(new ScoringError('training.failed', { actions: ['-'] }));
    },
  });
  await handle(made);
  assert.equal(made.runs.get(made.key)?.status, 'Successful');
  assert.deepEqual(made.states.get(made.key)?.endedAt, new Date('2026-11-23T11:00:00.000Z'));
  assert.ok(made.events.includes('run.taken-over'));
  assert.deepEqual(made.removedFolders, []);
});
