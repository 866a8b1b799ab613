import { connectionSchema } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { adminUsername } from '../local-org/src/index.ts';
import { createGoal, fillOrg, prepareOrg } from './stage/prepared-org.ts';
import type { PreparedOrg } from './stage/prepared-org.ts';
import { createServiceClient } from './stage/service-client.ts';
import type { ServiceClient } from './stage/service-client.ts';
import { issueToken, startServiceProcess } from './stage/service-process.ts';
import type { ServiceProcess } from './stage/service-process.ts';
import { fewRows } from './stage/stage.ts';

let folder = '';
let org: PreparedOrg;
let service: ServiceProcess;
let client: ServiceClient;
let goalId = '';

/** The generated org's fields as an admin finds them before history tracking is switched on. */
function untrackedFields(): { path: string; content: Buffer }[] {
  const files = globSync('test/fixtures/generated-org/main/default/objects/*/fields/*.xml').sort();
  const byObject = Map.groupBy(files, (file) => basename(dirname(dirname(file))));
  return [...byObject].map(([object, ofObject]) => {
    const fields = ofObject.map((file) => {
      const [, body = ''] = /<CustomField[^>]*>(.*)<\/CustomField>/s.exec(readFileSync(file, 'utf8')) ?? [];
      return `<fields>${body.replace('<trackHistory>true', '<trackHistory>false')}</fields>`;
    });
    const content = `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${fields.join('')}</CustomObject>`;
    return { path: `objects/${object}.object`, content: Buffer.from(content) };
  });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-no-history-'));
  org = await prepareOrg({ source: 'generated-org' });
  const deployed = org.org.deploy(org.org.userId(adminUsername) ?? '', untrackedFields());
  assert.ok(deployed.success, JSON.stringify(deployed.messages));
  await fillOrg(org, { leads: 1500, seed: 11, endsAt: new Date(), historyDays: 0 });
  assert.equal((await org.admin.query('SELECT Id FROM LeadHistory LIMIT 1')).totalSize, 0);
  const options = { org, dataFolder: join(folder, 'service'), environment: fewRows };
  const token = await issueToken(options, 'manage');
  service = await startServiceProcess(options);
  client = createServiceClient(service.url, token);
  goalId = await createGoal(org.admin);
});
after(async () => {
  await service.stop();
  await org.stop();
  await rm(folder, { recursive: true, force: true });
});

const untracked =
  'WARNING 963. The org has no field history of Lead.Status. Switch on history tracking for Lead Status: until its ' +
  'changes are recorded, the earlier status of closed and converted leads is unknown, and they count as qualified ' +
  'until they were converted or last changed.';

test('readiness and Setup say that lead statuses are not tracked, and the effect; the goal is ready nevertheless', async () => {
  const { isReady, checks } = await client.readiness(goalId);
  assert.equal(isReady, true, JSON.stringify(checks));
  assert.deepEqual(
    checks.flatMap(({ code, outcome, text }) => (code === 963 ? [[outcome, text]] : [])),
    [['warned', untracked]],
  );
  const connection = await client.ask(connectionSchema, 'GET', '/v1/connection');
  assert.ok(
    connection.checks.some(({ detail }) => detail === untracked),
    JSON.stringify(connection.checks),
  );
});

test('the training says for how many leads it is unknown, and every open lead gets its score', async () => {
  const { training, scoring } = await client.train(goalId);
  assert.equal(training.status, 'Successful', JSON.stringify(training.messages));
  const texts = training.messages.map(({ text }) => text);
  const unknown = texts.filter((text) =>
    /^WARNING 960\. Lead Status has no field history: .* Switch on history tracking for Lead Status\. .*: [\d,]+\.$/.test(
      text,
    ),
  );
  assert.equal(unknown.length, 1, texts.join('\n'));
  assert.equal(scoring?.status, 'Successful', JSON.stringify(scoring?.messages));
  assert.ok(scoring.scored > 100 && scoring.failed === 0);
  const scored = await org.admin.query('SELECT Id FROM Lead WHERE IsConverted = false AND Predictive_Score__c > 0');
  assert.equal(scored.totalSize, scoring.scored);
});
