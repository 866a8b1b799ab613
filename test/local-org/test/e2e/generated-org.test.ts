import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { generateOrg } from '../../src/generator/generate-org.ts';
import { truthOf } from '../../src/generator/lead-truth.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';
import { count, readAll, startConnected } from './connected-org.ts';

const options: GeneratorOptions = { seed: 11, leads: 500, months: 24, endsAt: new Date('2026-09-01T00:00:00Z') };

const org = await startConnected('generated-org');
after(() => org.stop());
const rows = await generateOrg(org.org, options);
const { admin } = org;
const convertedInTruth = [...truthOf(options)].filter(({ convertedAfterDays }) => convertedAfterDays !== undefined);
const converted = 'Lead WHERE IsConverted = true';

test('jsforce counts as many records of every object as were generated', async () => {
  // The org brings four users of its own.
  for (const [object, generated] of Object.entries(rows))
    assert.equal(await count(admin, object), generated + (object === 'User' ? 4 : 0), object);
  assert.equal(rows['Lead'], 500);
});

test('the leads that convert in truth are converted in the org, and carry what conversion leaves', async () => {
  assert.ok(convertedInTruth.length > 30);
  const leads = await readAll(
    admin,
    `SELECT Id, Email, ConvertedDate, ConvertedAccountId, ConvertedAccount.Name, ConvertedContact.AccountId,
       ConvertedContact.LastName, LastName, Status FROM ${converted} ORDER BY Id`,
  );
  assert.deepEqual(
    leads.map(({ Id }) => Id),
    convertedInTruth.map(({ id }) => id),
  );
  for (const { ConvertedContact, ConvertedAccountId, ConvertedAccount, ...lead } of leads) {
    const contact = ConvertedContact as Record<string, unknown>;
    assert.equal(contact['AccountId'], ConvertedAccountId);
    assert.equal(contact['LastName'], lead['LastName']);
    assert.ok((ConvertedAccount as Record<string, unknown>)['Name']);
    assert.equal(lead['Status'], 'Closed - Converted');
    assert.match(String(lead['ConvertedDate']), /^\d{4}-\d{2}-\d{2}$/);
  }
});

test('activities of a converted lead have moved to its contact', async () => {
  assert.equal(await count(admin, `Task WHERE WhoId IN (SELECT Id FROM ${converted})`), 0);
  assert.equal(await count(admin, `Event WHERE WhoId IN (SELECT Id FROM ${converted})`), 0);
  const moved = await count(admin, `Task WHERE WhoId IN (SELECT ConvertedContactId FROM ${converted})`);
  assert.ok(moved > convertedInTruth.length, `${moved} tasks`);
});

test('campaign members of a converted lead name lead and contact', async () => {
  const members = await readAll(
    admin,
    'SELECT ContactId, Lead.ConvertedContactId FROM CampaignMember WHERE Lead.IsConverted = true',
  );
  assert.ok(members.length > 0);
  for (const { ContactId, Lead } of members)
    assert.equal(ContactId, (Lead as Record<string, unknown>)['ConvertedContactId']);
});

test('history has every change of status, the last of which is the status of the lead', async () => {
  const changes = await readAll(
    admin,
    `SELECT LeadId, NewValue, Lead.Status FROM LeadHistory WHERE Field = 'Status' ORDER BY LeadId, CreatedDate`,
  );
  const last = new Map(changes.map((change) => [change['LeadId'], change]));
  assert.ok(last.size > 250);
  for (const { NewValue, Lead } of last.values()) assert.equal(NewValue, (Lead as Record<string, unknown>)['Status']);
});

test('no conversion comes before its lead, and no history after the end', async () => {
  assert.equal(await count(admin, `LeadHistory WHERE CreatedDate > ${options.endsAt.toISOString()}`), 0);
  const leads = await readAll(admin, `SELECT CreatedDate, ConvertedDate FROM ${converted}`);
  for (const { CreatedDate, ConvertedDate } of leads)
    assert.ok(String(ConvertedDate) >= String(CreatedDate).slice(0, 10));
});

test('opportunities have a stage history that ends in their stage', async () => {
  const stages = await readAll(
    admin,
    'SELECT OpportunityId, StageName, Opportunity.StageName FROM OpportunityHistory ORDER BY OpportunityId, CreatedDate',
  );
  const last = new Map(stages.map((stage) => [stage['OpportunityId'], stage]));
  assert.equal(last.size, rows['Opportunity']);
  for (const { StageName, Opportunity } of last.values())
    assert.equal(StageName, (Opportunity as Record<string, unknown>)['StageName']);
});

test('a record created afterwards gets an id of its own, and generated ones can be edited and converted', async () => {
  const created = await admin.sobject('Lead').create({ LastName: 'Newcomer', Company: 'Newcomer Ltd' });
  assert.ok(created.success);
  const [open] = await readAll(admin, `SELECT Id FROM Lead WHERE Status = 'Working - Contacted' LIMIT 1`);
  const leadId = String(open?.['Id']);
  assert.ok((await admin.sobject('Lead').update({ Id: leadId, Title: 'Head of Buying' })).success);
  const conversion = { leadId, convertedStatus: 'Closed - Converted' };
  const result = await admin.soap.convertLead(conversion);
  assert.equal((result as { success: unknown }).success, true);
  await admin.sobject('Lead').destroy(String(created.id));
});

test('the same seed answers queries alike in another org, another seed does not', async () => {
  const small = { ...options, leads: 200 };
  const answers = await answersAfter(small);
  assert.equal(answers[0]?.length, 200);
  assert.deepEqual(await answersAfter(small), answers);
  assert.notDeepEqual(await answersAfter({ ...small, seed: 12 }), answers);
});

/** The results of queries to another org with the same options. */
async function answersAfter(filling: GeneratorOptions): Promise<Record<string, unknown>[][]> {
  const other = await startConnected('generated-org');
  try {
    await generateOrg(other.org, filling);
    const queries = [
      'SELECT FIELDS(ALL) FROM Lead ORDER BY Id LIMIT 200',
      'SELECT Id, WhoId, Who.Name, Subject, CompletedDateTime FROM Task ORDER BY Id',
      'SELECT LeadId, Field, OldValue, NewValue, CreatedDate FROM LeadHistory ORDER BY Id',
      'SELECT StageName, COUNT(Id), SUM(Amount) FROM Opportunity GROUP BY StageName ORDER BY StageName',
    ];
    return await Promise.all(queries.map((soql) => readAll(other.admin, soql)));
  } finally {
    await other.stop();
  }
}
