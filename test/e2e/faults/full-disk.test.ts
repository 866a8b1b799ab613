import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '@plumbline/contract';
import { emptyScores } from '../stage/empty-scores.ts';
import { createServiceClient } from '../stage/service-client.ts';
import type { ServiceClient } from '../stage/service-client.ts';
import { startServiceProcess } from '../stage/service-process.ts';
import type { ServiceProcess } from '../stage/service-process.ts';
import { openTrainedStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { mountSmallDisk } from './small-disk.ts';
import type { SmallDisk } from './small-disk.ts';

const limit = { timeout: 600_000 };

let stage: Stage;
before(async () => {
  stage = await openTrainedStage('leads');
  await stage.service.stop();
}, limit);
after(() => stage.stop());

type Started = { disk: SmallDisk; service: ServiceProcess; client: ServiceClient };

/** A service whose state and working files are on a small disk; skips the test where none can be mounted. */
async function startOnSmallDisk(t: TestContext): Promise<Started | undefined> {
  const disk = await mountSmallDisk({ megabytes: 160 });
  if (disk === undefined) {
    t.skip('only root may mount a small disk');
    return undefined;
  }
  t.after(() => disk.remove());
  const dataFolder = join(disk.folder, 'data');
  await cp(stage.dataFolder, dataFolder, { recursive: true });
  const environment = { PLUMBLINE_BATCH: '100' };
  const service = await startServiceProcess({ org: stage.org, dataFolder, environment });
  t.after(() => service.stop());
  await emptyScores(stage.org);
  return { disk, service, client: createServiceClient(service.url, stage.token) };
}

/** Whether the service is ready, and what its disk is. */
async function readinessOf({ url }: ServiceProcess): Promise<{ status: number; disk: string }> {
  const response = await fetch(`${url}/readyz`);
  const [disk = ''] = /\{"name":"disk"[^}]*\}/.exec(await response.text()) ?? [];
  return { status: response.status, disk };
}

async function untilPaused(read: () => Promise<Run>): Promise<Run> {
  for (;;) {
    const run = await read();
    assert.notEqual(run.status, 'Failed', JSON.stringify(run.messages));
    assert.notEqual(run.status, 'Successful', 'it did not notice the disk');
    if (run.status === 'Paused') return run;
    await delay(50);
  }
}

const goalMessage = async (): Promise<string> => {
  const goal = await stage.org.admin.sobject('Score_Goal__c').retrieve(stage.goalId);
  return String(goal['Status_Message__c'] ?? '');
};

async function assertAllScored(run: Run): Promise<void> {
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  const scored = (await stage.org.admin.query('SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0')).totalSize;
  assert.ok(scored > 0);
  assert.deepEqual([run.read, run.scored, run.changed], [scored + run.skipped, scored, scored]);
  assert.equal(run.failed, 0);
  assert.equal(await goalMessage(), '');
}

test(
  'a scoring on a full disk is paused with its reason, and goes on by itself when there is room',
  limit,
  async (t) => {
    const started = await startOnSmallDisk(t);
    if (started === undefined) return;
    const { disk, service, client } = started;
    assert.equal((await readinessOf(service)).status, 200);
    await disk.fill({ kilobytes: 0 });
    const { key } = await client.startRun(stage.goalId, 'Scoring');
    const paused = await untilPaused(() => client.readRun(key));
    const [message] = paused.messages.filter(({ code }) => code === 912);
    assert.match(message?.text ?? '', /The disk of the service is full \(ENOSPC\)\. Make room on the disk/);
    assert.match(message?.nextStep ?? '', /continues by itself/);
    while (!(await goalMessage()).includes('disk of the service is full'));
    let readiness = await readinessOf(service);
    while (readiness.status !== 503) readiness = await readinessOf(service);
    assert.match(readiness.disk, /"isReady":false,"kind":"host\.disk-full"/);
    await disk.empty();
    await assertAllScored(await client.waitForRun(key));
    while ((await readinessOf(service)).status !== 200);
    assert.equal(service.process.exitCode, null);
  },
);

test('a scoring is paused where the room ends in the midst of its work', limit, async (t) => {
  const started = await startOnSmallDisk(t);
  if (started === undefined) return;
  const { disk, client } = started;
  // The rows of the org fit, and the tables that are made of them do not.
  await disk.fill({ kilobytes: 4000 });
  const { key } = await client.startRun(stage.goalId, 'Scoring');
  const paused = await untilPaused(() => client.readRun(key));
  assert.match(JSON.stringify(paused.messages), /The features could not be computed: the disk is full/);
  await disk.empty();
  await assertAllScored(await client.waitForRun(key));
});

test('a disk that is full when a scoring gives up its working files is no reason to fail', limit, async (t) => {
  const started = await startOnSmallDisk(t);
  if (started === undefined) return;
  const { disk, client } = started;
  await disk.fill({ kilobytes: 9000 });
  const { key } = await client.startRun(stage.goalId, 'Scoring');
  const run = await client.waitForRun(key, ({ status, messages }) => {
    assert.notEqual(status, 'Paused', JSON.stringify(messages));
  });
  await assertAllScored(run);
});
