/** README's “Install in your org” as a new admin follows it: the real `sf`, the service, and the pages of a fresh org. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { installSf } from '../../clients/install-sf.ts';
import { copyProject } from '../../clients/project-copy.ts';
import { openSf } from '../../clients/sf.ts';
import { connectService } from '../../e2e/stage/connect-service.ts';
import { assign, fillOrg, withSessions } from '../../e2e/stage/prepared-org.ts';
import { issueToken, startServiceProcess } from '../../e2e/stage/service-process.ts';
import { adminUsername, integrationUsername, startOrg } from '../../local-org/src/index.ts';
import { choose, goalNamed, goalRow, goalsPage, panel } from '../goals/goals-page.ts';
import { openPage } from '../open-page.ts';
import { evaluateButton, leadPage, scoreCard, worseLead } from '../rep/record-page.ts';
import { startPageServer } from '../server/page-server.ts';
import { readInstallCommands } from './readme-commands.ts';

await installSf();
const folder = await mkdtemp(join(tmpdir(), 'plumbline-install-'));
// The org has its own fields and records, and nothing of ours.
const org = await startOrg({
  metadata: ['test/fixtures/generated-org/main/default'],
  log: (line) => console.error(line),
});
const sf = openSf({ url: org.url });
const cwd = copyProject(join(sf.folder, 'project')).folder;
const prepared = withSessions(org);
const { admin } = prepared;
await assign(admin, adminUsername, 'Generated_Org_Fields');
await assign(admin, integrationUsername, 'Generated_Org_Fields');
// Before the package there are no website events.
await fillOrg(prepared, { leads: 900, seed: 3, endsAt: new Date(), events: undefined });

const serviceOptions = { org, dataFolder: join(folder, 'service') };
const tokens = {
  manage: await issueToken(serviceOptions, 'manage'),
  score: await issueToken(serviceOptions, 'score'),
};
const service = await startServiceProcess(serviceOptions);
const pages = await startPageServer({ org });
after(async () => {
  await pages.stop();
  await service.stop();
  await org.stop();
  sf.remove();
  await rm(folder, { recursive: true, force: true });
});

const goalName = 'Lead becomes a customer';

/** A command of the README with what stands in for the reader's org: its login and the names of its people. */
const inThisOrg = (command: string): string[] =>
  command
    .replace('org login web', `org login access-token --instance-url ${org.url} --no-prompt`)
    .replace('integration@acme.com', integrationUsername)
    .replace('rep@acme.com', 'rep@local.org')
    .split(' ')
    .slice(1);

test('step 1: the commands of the README deploy the package and give the rights', async () => {
  for (const command of readInstallCommands()) {
    const ran = await sf.run(inThisOrg(command), { cwd, env: { SF_ACCESS_TOKEN: org.adminToken } });
    assert.equal(ran.exitCode, 0, `${command}\n${ran.stdout}\n${ran.stderr}`);
  }
  const assigned = await admin.query<{ PermissionSet: { Name: string } }>(
    "SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE 'Scoring%' ORDER BY PermissionSet.Name",
  );
  assert.deepEqual(
    assigned.records.map(({ PermissionSet }) => PermissionSet.Name),
    [
      ...['ScoringAdmin', 'ScoringAdminCredential', 'ScoringIntegration', 'ScoringIntegrationPrivacy', 'ScoringUser'],
      'ScoringUserCredential',
    ],
  );
});

test('step 4: the address and the tokens of the service are entered', async () => {
  await connectService(org, { url: service.url, tokens });
});

test('step 5: the tab Setup says that org and service work together', async (t) => {
  const { page } = await openPage(t, { pages }, '/lightning/n/Scoring_Setup');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page
    .getByText(/work together/)
    .first()
    .waitFor();
});

test('step 6: Create score leads to a trained goal, and Score now to scores in the org', async (t) => {
  const { page } = await openPage(t, { pages }, goalsPage);
  await page.getByRole('button', { name: 'Create score' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(goalName);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await choose(dialog, 'Field', 'Converted Status');
  await choose(dialog, 'Condition', 'equals');
  await choose(dialog, 'Value', 'Closed - Converted');
  await dialog.getByText('You have enough records for training.').waitFor();
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await goalRow(page, goalName).waitFor();
  // The first scoring follows the training by itself.
  await panel(page, goalName)
    .getByText(/^Scoring: Successful/)
    .waitFor({ timeout: 180_000 });
  assert.equal((await goalNamed(admin, goalName))?.['Status__c'], 'Ready');
  await panel(page, goalName).getByRole('button', { name: 'Score now' }).click();
  await panel(page, goalName)
    .getByText(/^Scoring: Successful/)
    .waitFor({ timeout: 120_000 });
  const query = 'SELECT COUNT() FROM Lead WHERE Predictive_Score__c > 0';
  const { result, message } = await sf.json(['data', 'query', '--query', query], { cwd });
  assert.ok(Number((result as { totalSize: number } | undefined)?.totalSize) > 100, message);
});

test('step 7: a rep sees the score with its reasons and evaluates it again', async (t) => {
  const best = 'SELECT Id, Predictive_Score__c FROM Lead ORDER BY Predictive_Score__c DESC NULLS LAST, Id LIMIT 1';
  const [lead] = (await admin.query<{ Id: string; Predictive_Score__c: number }>(best)).records;
  assert.ok(lead);
  const { page } = await openPage(t, { pages }, leadPage(lead.Id), { as: 'rep@local.org' });
  await scoreCard(page).getByText('of 100').waitFor();
  await admin.sobject('Lead').update({ Id: lead.Id, ...worseLead });
  await evaluateButton(page).click();
  await scoreCard(page)
    .getByText(new RegExp(`^Down \\d+, from ${lead.Predictive_Score__c} on`))
    .waitFor();
  const now = Number((await admin.sobject('Lead').retrieve(lead.Id))['Predictive_Score__c']);
  assert.ok(now > 0 && now < lead.Predictive_Score__c, `${now} is below ${lead.Predictive_Score__c}`);
});
