import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runServiceCommand } from './stage/service-process.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;
let backup: string;

before(async () => {
  stage = await openTrainedStage('leads');
  backup = await mkdtemp(join(tmpdir(), 'plumbline-backup-'));
});
after(async () => {
  await stage.stop();
  await rm(backup, { recursive: true, force: true });
});

test('a copy of the data folder of a stopped service is a backup: its receipts verify, whatever happens to the original', async () => {
  const lead = await stage.org.admin.sobject('Lead').findOne({ Status: 'Working - Contacted' }, ['Id']);
  assert.ok(lead?.Id);
  const { score } = await stage.client.score(stage.goalId, lead.Id);
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE Id = '${lead.Id}' AND Predictive_Score__c = ${score}`,
  );
  assert.equal(records.length, 1);
  await stage.service.stop();
  await cp(stage.dataFolder, backup, { recursive: true });
  await rm(join(stage.dataFolder, 'state'), { recursive: true });
  const { code, output, errors } = await runServiceCommand({ org: stage.org, dataFolder: backup }, [
    'verify-receipt',
    '1',
  ]);
  assert.equal(code, 0, errors);
  assert.match(output, new RegExp(`record ${lead.Id}[\\s\\S]*score ${score} [\\s\\S]*Equal to the last digit`));
});
