import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { scoreDetailsSchema } from '@plumbline/contract';
import { findInstalledPostgres, startPostgres } from '../scoring-service/adapters/storage/start-postgres.ts';
import { createServiceClient } from './stage/service-client.ts';
import { issueToken, runServiceCommand, startServiceProcess } from './stage/service-process.ts';
import { fewRows, openStage, openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

const run = promisify(execFile);

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

test('a dump of a running service, restored into an empty database, is a backup: its receipts verify, and it goes on', async (t) => {
  const installed = findInstalledPostgres();
  if (installed === undefined) {
    t.skip('pg_dump dumps only a Postgres that is no newer, and the one of the tests has none beside it');
    return;
  }
  const { org, goalId, service: first, stop } = await openStage({ leads: 450, seed: 7 });
  t.after(stop);
  await first.stop();
  const postgres = await startPostgres({ installed });
  t.after(() => postgres.stop());
  const optionsOn = (databaseUrl: string) => ({
    ...{ org, dataFolder: join(backup, 'working') },
    environment: { ...fewRows, DATABASE_URL: databaseUrl },
  });
  const [original, restored] = [await postgres.createDatabase(), await postgres.createDatabase()];
  const token = await issueToken(optionsOn(original), 'manage');
  const service = await startServiceProcess(optionsOn(original));
  t.after(() => service.stop());
  const client = createServiceClient(service.url, token);
  const { scoring } = await client.train(goalId);
  assert.equal(scoring?.status, 'Successful', JSON.stringify(scoring?.messages));
  const lead = await org.admin.sobject('Lead').findOne({ Predictive_Score__c: { $gt: 0 } }, ['Id']);
  assert.ok(lead?.Id);
  const { score } = await client.score(goalId, lead.Id);

  const dump = join(backup, 'plumbline.dump');
  await run(join(installed, 'bin/pg_dump'), ['--format=custom', `--file=${dump}`, original]);
  await service.stop();
  await run(join(installed, 'bin/pg_restore'), ['--no-owner', `--dbname=${restored}`, dump]);
  const later = await startServiceProcess(optionsOn(restored));
  t.after(() => later.stop());
  const restoredClient = createServiceClient(later.url, token);
  const { receiptId } = await restoredClient.ask(scoreDetailsSchema, 'GET', `/v1/goals/${goalId}/records/${lead.Id}`);
  const { code, output, errors } = await runServiceCommand(optionsOn(restored), ['verify-receipt', String(receiptId)]);
  assert.equal(code, 0, errors);
  assert.match(output, new RegExp(`record ${lead.Id}[\\s\\S]*score ${score} [\\s\\S]*Equal to the last digit`));
  assert.equal((await restoredClient.score(goalId, lead.Id)).score, score);
});
