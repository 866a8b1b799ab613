import { connectionSchema, forgottenRecordSchema } from '@plumbline/contract';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { integrationUsername } from '../local-org/src/index.ts';
import type { DeployFile } from '../local-org/src/index.ts';
import { openTrainedStage } from './stage/stage.ts';
import type { Stage } from './stage/stage.ts';

let stage: Stage;

before(async () => {
  stage = await openTrainedStage('leads');
});
after(() => stage.stop());

const xml = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;

function deploy(files: Record<string, string>): void {
  const { org } = stage.org;
  const contents = Object.entries(files).map(([path, text]): DeployFile => ({ path, content: Buffer.from(text) }));
  const { success, messages } = org.deploy(org.userId('admin@local.org') ?? '', contents);
  assert.ok(success, JSON.stringify(messages));
}

const model = (sharingModel: string): string => xml('CustomObject', `<sharingModel>${sharingModel}</sharingModel>`);

/** Shares what members of one group own with the members of another. */
const sharingRule = (from: string, to: string): string =>
  xml(
    'SharingRules',
    `<sharingOwnerRules><fullName>Leads_of_a_Team</fullName><accessLevel>Edit</accessLevel><label>Leads of a team</label>` +
      `<sharedTo><group>${to}</group></sharedTo><sharedFrom>${from}</sharedFrom></sharingOwnerRules>`,
  );

async function addGroup(name: string, members: readonly string[]): Promise<void> {
  const { admin } = stage.org;
  const group = await admin.sobject('Group').create({ Name: name, DeveloperName: name, Type: 'Regular' });
  for (const UserOrGroupId of members) await admin.sobject('GroupMember').create({ GroupId: group.id, UserOrGroupId });
}

type Lead = { Id: string; OwnerId: string; Predictive_Score__c: number | null };

const readLeads = async (where: string): Promise<Lead[]> => {
  const soql = `SELECT Id, OwnerId, Predictive_Score__c FROM Lead WHERE ${where} ORDER BY Id`;
  return (await stage.org.admin.query<Lead>(soql, { autoFetch: true, maxFetch: 10_000 })).records;
};

const score = async () => stage.client.waitForRun((await stage.client.startRun(stage.goalId, 'Scoring')).key);

const sharingOf = async (): Promise<{ readiness: string; connection: string; nextStep: string }> => {
  const { checks } = await stage.client.readiness(stage.goalId);
  const connection = await stage.client.ask(connectionSchema, 'GET', '/v1/connection');
  const shown = connection.checks.find(({ name }) => name === 'Records that the integration user sees');
  const readiness = checks.find(({ code }) => code === 950)?.text ?? '';
  return { readiness, connection: shown?.detail ?? '', nextStep: shown?.action ?? '' };
};

test('without the right to see the counts, readiness and connection say that sharing is not known', async () => {
  const { readiness, connection, nextStep } = await sharingOf();
  assert.match(connection, /^Not known: .*View Setup and Configuration\.$/);
  assert.equal(readiness, `${connection} ${nextStep}`);
});

test('leads that sharing hides: readiness, connection and run say the same sentence, once, and their scores stay', async () => {
  const viewSetup = '<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions>';
  deploy({
    'permissionsets/View_Setup.permissionset': xml('PermissionSet', `<label>View Setup</label>${viewSetup}`),
  });
  const integration = stage.org.org.userId(integrationUsername) ?? '';
  stage.org.org.assignPermissionSet(integration, 'View_Setup');
  assert.equal((await sharingOf()).connection, 'The integration user sees as many records as the org reports.');
  const first = await score();
  assert.equal(first.status, 'Successful', JSON.stringify(first.messages));
  assert.ok(!first.messages.some(({ code }) => code === 950));

  const all = await readLeads('Id != null');
  const owners = [...new Set(all.map(({ OwnerId }) => OwnerId))].sort();
  const team = owners.slice(0, Math.ceil(owners.length / 2));
  await addGroup('Team', team);
  await addGroup('Scoring', [integration]);
  deploy({
    'objects/Lead.object': model('Private'),
    'sharingRules/Lead.sharingRules': sharingRule('<group>Team</group>', 'Scoring'),
  });

  const before = await readLeads('IsConverted = false');
  const seen = all.filter(({ OwnerId }) => team.includes(OwnerId)).length;
  const { readiness, connection, nextStep } = await sharingOf();
  const counts = `Lead ${seen} of about ${all.length}. `;
  const lead = `WARNING 950. The integration user does not see all records of the org: ${counts}`;
  assert.equal(readiness.slice(0, lead.length), lead);
  assert.match(nextStep, /^Share these records .* by sharing rules/);
  assert.ok(readiness.endsWith(nextStep));
  assert.equal(connection, readiness);

  const run = await score();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.deepEqual(
    run.messages.filter(({ code }) => code === 950).map(({ text }) => text),
    [readiness],
  );
  assert.ok(run.read > 0 && run.read < first.read, `${run.read} of ${first.read}`);
  assert.equal(run.failed, 0);
  const isHidden = ({ OwnerId }: Lead): boolean => !team.includes(OwnerId);
  assert.deepEqual((await readLeads('IsConverted = false')).filter(isHidden), before.filter(isHidden));
  // A lead that sharing hides is not a deleted one: what is stored about it stays as well.
  const hidden = before.find((lead) => isHidden(lead) && lead.Predictive_Score__c !== null)?.Id ?? '';
  const { receipts } = await stage.client.ask(forgottenRecordSchema, 'DELETE', `/v1/records/${hidden}`);
  assert.ok(receipts >= 1);
});

test('a training says the same, also when a check stops it', async () => {
  const { readiness } = await sharingOf();
  const Settings__c = JSON.stringify({ thresholds: { conversions: 100_000 } });
  await stage.org.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Settings__c });
  const run = await stage.client.waitForRun((await stage.client.startRun(stage.goalId, 'Training')).key);
  assert.equal(run.status, 'Failed');
  const texts = run.messages.map(({ text }) => text);
  assert.equal(texts[0], readiness);
  assert.ok(texts.some((text) => text.startsWith('ERROR 404.')));
});

test('a sharing rule for what all users own brings the leads back', async () => {
  deploy({ 'sharingRules/Lead.sharingRules': sharingRule('<allInternalUsers></allInternalUsers>', 'Scoring') });
  assert.equal((await sharingOf()).connection, 'The integration user sees as many records as the org reports.');
  const run = await score();
  assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  assert.ok(!run.messages.some(({ code }) => code === 950));
});

test('accounts, the contacts that follow them, and opportunities are compared as well', async () => {
  const count = async (object: string): Promise<number> =>
    (await stage.org.admin.query(`SELECT COUNT() FROM ${object}`)).totalSize;
  const [contacts, accounts, opportunities] = [
    await count('Contact'),
    await count('Account'),
    await count('Opportunity'),
  ];
  deploy({ 'objects/Account.object': model('Private'), 'objects/Opportunity.object': model('Private') });
  const hidden = `Contact 0 of about ${contacts}, Account 0 of about ${accounts}, Opportunity 0 of about ${opportunities}. `;
  const { readiness, connection } = await sharingOf();
  assert.ok(readiness.includes(`: ${hidden}Share these records`), readiness);
  assert.equal(connection, readiness);
});
