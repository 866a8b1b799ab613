import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeFieldSet } from '../../../plugin/src/goals/field-set-files.ts';
import { createGoal } from '../../e2e/stage/prepared-org.ts';
import { createServiceClient } from '../../e2e/stage/service-client.ts';
import { adminUsername, integrationUsername } from '../../local-org/src/index.ts';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import { evaluateButton, leadPage, scoreCard } from './record-page.ts';

const stage = await openStage();
after(() => stage.stop());
const { org } = stage.org;
const admin = org.userId(adminUsername) ?? '';
const client = createServiceClient(stage.service.url, stage.tokens.manage);

const types = ['Direct', 'Partner'] as const;
type Type = (typeof types)[number];

/** Two record types on Lead; every second lead, converted ones too, is of one of them. */
function splitLeads(): void {
  const xml = types.map(
    (name) => `<recordTypes><fullName>${name}</fullName><active>true</active><label>${name}</label></recordTypes>`,
  );
  const content = Buffer.from(
    `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${xml.join('')}</CustomObject>`,
  );
  const { success, messages } = org.deploy(admin, [{ path: 'objects/Lead.object', content }]);
  assert.ok(success, JSON.stringify(messages));
  for (const [index, name] of types.entries()) {
    const [type] = org.inspect('SELECT "Id" FROM "RecordType" WHERE "DeveloperName" = ?', name);
    org.inspect(
      'UPDATE "Lead" SET "RecordTypeId" = ? WHERE unicode(substr("Id", 15)) % 2 = ?',
      String(type?.['Id']),
      index,
    );
  }
}

/** A field set as `sf score goal generate fields` writes it, deployed and assigned. */
async function deployFieldSet(type: Type): Promise<string> {
  const name = `${type}_Score`;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-set-'));
  try {
    await writeFieldSet(folder, { object: 'Lead', name, label: `${type} score`, isOverwriting: false });
    const { success, messages } = org.deploySource(admin, folder);
    assert.ok(success, JSON.stringify(messages));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await stage.grant(integrationUsername, `${name}_Writing`);
  for (const username of [adminUsername, 'rep@local.org']) await stage.grant(username, `${name}_Reading`);
  return `${name}__c`;
}

const nameOf = (type: Type): string => `${type} lead converts`;

async function createSegment(type: Type): Promise<string> {
  const condition = { field: 'RecordType.DeveloperName', operator: 'equals', values: [type] };
  return createGoal(stage.admin, {
    ...{ Name: nameOf(type), Unique_Name__c: nameOf(type), Segment__c: JSON.stringify([condition]) },
    Score_Field__c: `Lead.${await deployFieldSet(type)}`,
  });
}

splitLeads();
await stage.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Active__c: false });
const goalIds = { Direct: await createSegment('Direct'), Partner: await createSegment('Partner') };

const count = async (where: string): Promise<number> =>
  (await stage.admin.query(`SELECT Id FROM Lead WHERE ${where}`)).totalSize;

for (const type of types) {
  test(`the goal of ${type} leads counts, trains on and scores these alone, in its own fields`, async () => {
    const ofType = `RecordType.DeveloperName = '${type}'`;
    const { checks } = await client.readiness(goalIds[type]);
    const conversions = checks.find(({ code }) => code === 404)?.figure;
    assert.equal(conversions, await count(`IsConverted = true AND ${ofType}`));
    const { training, scoring } = await client.train(goalIds[type]);
    assert.equal(training.status, 'Successful', JSON.stringify(training.messages));
    assert.equal(scoring?.status, 'Successful', JSON.stringify(scoring?.messages));
    assert.equal(await count(`${type}_Score__c > 0`), scoring.scored);
    assert.equal(await count(`${type}_Score__c > 0 AND ${ofType}`), scoring.scored);
    const open = await count('IsConverted = false');
    const inside = await count(`IsConverted = false AND ${ofType}`);
    assert.ok(scoring.scored > 50 && scoring.scored <= inside && inside < open);
    const outside = scoring.skippedReasons.find(({ reason }) => reason === "Not in this goal's segment");
    assert.equal(outside?.count, open - inside);
  });
}

for (const [type, other] of [
  ['Direct', 'Partner'],
  ['Partner', 'Direct'],
] as const) {
  test(`the page of a ${type} lead shows the score of its goal, and says that it is not in the other's segment`, async (t) => {
    const lead = await stage.findLead(`${type}_Score__c > 0`);
    const { page } = await openPage(t, stage, leadPage(lead), { as: 'rep@local.org' });
    const card = scoreCard(page);
    await card.getByText('of 100').waitFor();
    const listed = card.getByRole('listitem');
    await listed.filter({ hasText: nameOf(other) }).waitFor();
    assert.equal(await listed.filter({ hasText: nameOf(type) }).count(), 0);
    await evaluateButton(page).click();
    await listed.getByText(`This record is not in the segment of “${nameOf(other)}”.`).waitFor();
    const record = await stage.admin.sobject('Lead').retrieve(lead);
    assert.deepEqual([record[`${other}_Score__c`], record[`${other}_Score_Band__c`]], [0, 'Not scored']);
    assert.ok(Number(record[`${type}_Score__c`]) > 0);
    assert.deepEqual(await findViolations(page), []);
  });
}
