import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { goalSettingsSchema } from '@plumbline/contract';
import type { GoalDraft, ReadinessCheck } from '@plumbline/contract';
import { checkNeeds } from '../../../../scoring-service/src/operations/goals/check-needs.ts';
import { checkDraft } from '../../../../scoring-service/src/operations/goals/check-readiness.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import type { Salesforce } from '../../../../scoring-service/src/ports/adapters.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
const salesforce = connectTo(running);
const clock = { now: () => new Date() };

const draft = (changes: Partial<GoalDraft>): GoalDraft => ({
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  ...changes,
});
const named = (checks: ReadinessCheck[]): ReadinessCheck | undefined => checks.find(({ code }) => code === 945);

test('what the org has is not said to be missing', async () => {
  const fine = draft({ qualifiedStatuses: ['open - not contacted', ' Working - Contacted '] });
  assert.deepEqual(await checkNeeds({ salesforce }, fine), { messages: [] });
  assert.equal(named((await checkDraft({ salesforce, clock }, fine)).checks), undefined);
});

test('a status that the org does not have fails the readiness, in the words of the check before creation', async () => {
  const renamed = draft({ qualifiedStatuses: ['Open - Not Contacted', 'In Progress'] });
  const { messages } = await checkNeeds({ salesforce }, renamed);
  const { isReady, checks } = await checkDraft({ salesforce, clock }, renamed);
  assert.equal(isReady, false);
  assert.equal(named(checks)?.outcome, 'failed');
  assert.match(messages[0]?.text ?? '', /the lead status "In Progress" \(Lead\.Status\)/);
  assert.equal(named(checks)?.text, messages[0]?.text);
});

test('a field that the org does not have is a check with its name, not an error', async () => {
  const unknown = draft({ conditions: [{ field: 'Nowhere__c', operator: 'is set', values: [] }] });
  const { isReady, checks } = await checkDraft({ salesforce, clock }, unknown);
  assert.equal(isReady, false);
  assert.match(named(checks)?.text ?? '', /Lead\.Nowhere__c\. Define the goal with a field of the org/);
});

test('conditions that cannot work are refused before a goal is created, in the words of the readiness', async () => {
  const broken: [Partial<GoalDraft>, RegExp][] = [
    [{ segment: [{ field: 'Country', operator: 'equals', values: [] }] }, /condition on Country has no value/],
    [
      { segment: [{ field: 'Status', operator: 'changes to', values: ['Open - Not Contacted'] }] },
      /Status asks for a change/,
    ],
    [{ segment: [{ field: 'NumberOfEmployees', operator: 'greater than', values: ['abc'] }] }, /is not a number/],
    [{ segment: [{ field: 'OwnerId', operator: 'equals', values: ['abc'] }] }, /OwnerId is not a record id/],
    [{ conditions: [{ field: 'OwnerId', operator: 'equals', values: ['abc'] }] }, /OwnerId is not a record id/],
    [{ conditions: [{ field: 'Status', operator: 'equals', values: [] }] }, /condition on Status has no value/],
  ];
  for (const [changes, message] of broken) {
    const refused = (error: unknown) =>
      error instanceof ScoringError && error.kind === 'goal.invalid' && message.test(error.message);
    await assert.rejects(checkNeeds({ salesforce }, draft(changes)), refused, String(message));
    await assert.rejects(checkDraft({ salesforce, clock }, draft(changes)), refused, String(message));
  }
});

test('a name that is mistyped where it should protect a field is a warning, as is one that cannot be read', async () => {
  const settings = goalSettingsSchema.parse({
    sensitiveFields: ['LeadSorce', 'lead.industry', 'Account.Industry'],
    excludedFields: ['Industri', 'City'],
    visibleFields: ['Nope__c'],
  });
  const { messages } = await checkNeeds({ salesforce }, draft({ settings }));
  assert.deepEqual(
    messages.map(({ code, severity }) => [code, severity]),
    [[947, 'WARNING']],
  );
  assert.match(
    messages[0]?.text ?? '',
    /: LeadSorce \(sensitiveFields\), Industri \(excludedFields\), Nope__c \(visibleFields\)\. Correct/,
  );
  const { checks } = await checkDraft({ salesforce, clock }, draft({ settings }));
  const check = checks.find(({ code }) => code === 947);
  assert.deepEqual([check?.outcome, check?.text], ['warned', messages[0]?.text]);
  // A training cannot check a field that it cannot read.
  const fairness = draft({ settings: goalSettingsSchema.parse({ fairnessFields: ['Nope', 'City'] }) });
  const [error] = (await checkNeeds({ salesforce }, fairness)).messages;
  assert.equal(error?.code, 945);
  assert.match(error.text, /: Nope \(fairnessFields\)\. Correct fairnessFields/);
  assert.equal((await checkDraft({ salesforce, clock }, fairness)).isReady, false);
});

test('a value outside the list of its field is known where a record has it', async () => {
  const fromFair = draft({ conditions: [{ field: 'LeadSource', operator: 'equals', values: ['Fair of 2024'] }] });
  assert.equal((await checkNeeds({ salesforce }, fromFair)).messages.length, 1);
  insert(running, 'Lead', { LastName: 'Fair', Company: 'Fair', LeadSource: 'Fair of 2024' });
  assert.deepEqual((await checkNeeds({ salesforce }, fromFair)).messages, []);
});

test('a text of a segment that no record has is mistyped', async () => {
  const textOf = async (value: string, operator: 'equals' | 'not equals' = 'equals') => {
    const segment = [{ field: 'Company', operator, values: [value] }];
    return (await checkNeeds({ salesforce }, draft({ segment }))).messages.map(({ text }) => text);
  };
  assert.deepEqual(await textOf('fair'), []);
  assert.match((await textOf('Fayr')).join(), /^WARNING 947\. .*the value "Fayr" \(Lead\.Company\)\./);
  assert.deepEqual(await textOf('Fayr', 'not equals'), []);
});

test('values of a field of the parent are checked too: a renamed record type, a picklist of the account', async () => {
  const { org } = running;
  const object = (name: string, body: string) => ({
    path: `objects/${name}.object`,
    content: new TextEncoder().encode(
      `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${body}</CustomObject>`,
    ),
  });
  const partner = '<recordTypes><fullName>Partner</fullName><active>true</active><label>Partner</label></recordTypes>';
  assert.ok(org.deploy(org.userId('admin@local.org') ?? '', [object('Lead', partner)]).success);
  const limited = (field: string, value: string, changes: Partial<GoalDraft> = {}): GoalDraft =>
    draft({ ...changes, segment: [{ field, operator: 'equals', values: [value] }] });
  const textsOf = async (asked: GoalDraft) =>
    (await checkNeeds({ salesforce }, asked)).messages.map(({ text }) => text);
  assert.deepEqual(await textsOf(limited('RecordType.DeveloperName', 'partner')), []);
  const [renamed] = await textsOf(limited('RecordType.DeveloperName', 'Partners'));
  assert.match(renamed ?? '', /the value "Partners" \(Lead\.RecordType\.DeveloperName\)\. Correct the segment/);

  const ofContacts: Partial<GoalDraft> = {
    ...{ object: 'Contact', goalType: 'Opportunity updated', scoreField: 'Predictive_Score__c' },
    conditions: [{ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }],
  };
  assert.deepEqual(await textsOf(limited('Account.Industry', 'Banking', ofContacts)), []);
  const [unknown] = await textsOf(limited('Account.Industry', 'Alchemy', ofContacts));
  assert.match(unknown ?? '', /the value "Alchemy" \(Contact\.Account\.Industry\)/);
});

test('a segment on a field that cannot be filtered is left out of the counts, which readiness says', async () => {
  const { org } = running;
  const body =
    '<fields><fullName>Title</fullName><encryptionScheme>ProbabilisticEncryption</encryptionScheme></fields>';
  const file = {
    path: 'objects/Lead.object',
    content: new TextEncoder().encode(
      `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">${body}</CustomObject>`,
    ),
  };
  assert.ok(org.deploy(org.userId('admin@local.org') ?? '', [file]).success);
  const segment: GoalDraft['segment'] = [{ field: 'Title', operator: 'equals', values: ['Director'] }];
  const { checks } = await checkDraft({ salesforce, clock }, draft({ segment }));
  const [text] = checks.flatMap(({ code, outcome, text: said }) => (code === 947 && outcome === 'warned' ? said : []));
  assert.match(text ?? '', /Lead\.Title cannot be filtered/);
});

test('values of types in any of their forms are counted, and deeper paths than one are named at creation', async () => {
  const forms = draft({
    segment: [
      { field: 'AnnualRevenue', operator: 'greater than', values: ['1e5'] },
      { field: 'CreatedDate', operator: 'greater than', values: ['2024-01-01'] },
    ],
  });
  assert.ok((await checkDraft({ salesforce, clock }, forms)).checks.some(({ code }) => code === 404));
  const deep = draft({ segment: [{ field: 'Owner.Manager.Name', operator: 'equals', values: ['X'] }] });
  assert.match((await checkNeeds({ salesforce }, deep)).messages[0]?.text ?? '', /Lead\.Owner\.Manager\.Name/);
});

const sharing = async (more: Partial<Salesforce> = {}): Promise<ReadinessCheck | undefined> => {
  const { checks } = await checkDraft({ salesforce: { ...salesforce, ...more }, clock }, draft({}));
  return checks.find(({ code }) => code === 950);
};

test('what the integration user sees is compared with what the org reports, which needs a right', async () => {
  assert.equal((await sharing())?.outcome, 'unknown');
  const viewSetup =
    '<?xml version="1.0" encoding="UTF-8"?><PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>View Setup</label>' +
    '<userPermissions><enabled>true</enabled><name>ViewSetup</name></userPermissions></PermissionSet>';
  const { org } = running;
  const content = new TextEncoder().encode(viewSetup);
  org.deploy(org.userId('admin@local.org') ?? '', [{ path: 'permissionsets/View_Setup.permissionset', content }]);
  org.assignPermissionSet(org.userId('integration@local.org') ?? '', 'View_Setup');
  insert(running, 'Lead', { LastName: 'Seen', Company: 'Seen' });
  assert.equal((await sharing())?.outcome, 'passed');
  const hidden = await sharing({ count: () => Promise.resolve(0) });
  assert.equal(hidden?.outcome, 'warned');
  assert.match(hidden?.text ?? '', /Lead 0 of about 2\. Share these records/);
});

test('an encrypted address cannot be queried by, so people are not matched by it; the lead is read all the same', async () => {
  const { org } = running;
  const object =
    '<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><fields>' +
    '<fullName>Email</fullName><encryptionScheme>ProbabilisticEncryption</encryptionScheme></fields></CustomObject>';
  const id = insert(running, 'Lead', { LastName: 'Hidden', Company: 'Hidden', Email: 'hidden@example.com' });
  const goal = await salesforce.readGoal(insertGoal(running));
  const before = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const deployed = org.deploy(org.userId('admin@local.org') ?? '', [
    { path: 'objects/Lead.object', content: new TextEncoder().encode(object) },
  ]);
  assert.ok(deployed.success, JSON.stringify(deployed.messages));
  await assert.rejects(salesforce.readRecord(goal.id, before, id));
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const { rows } = await salesforce.readRecord(goal.id, plan, id);
  assert.equal(rows.lead?.length, 1);
  assert.equal(rows.lead[0]?.['email_key'], undefined);
  const many = await salesforce.readRecords(goal.id, plan, [id]);
  assert.equal(many.foundIds.length, 1);
});

test('a source of website events that the org lacks, or whose field is another kind, is named like any other field', async () => {
  const settings = goalSettingsSchema.parse({
    engagementSources: [
      { object: 'Engagement_Event__c', lead: 'Contact__c', date: 'Kind__c', page: 'Page__c' },
      { object: 'Web_Visit__c', email: 'Email__c', date: 'At__c' },
    ],
  });
  const asked = draft({ qualifiedStatuses: ['Open - Not Contacted'], settings });
  const [message] = (await checkNeeds({ salesforce }, asked)).messages;
  assert.equal(message?.code, 945);
  const names = [
    'Engagement_Event__c.Contact__c (a lookup to Lead)',
    'Engagement_Event__c.Kind__c (a date or a date and time)',
    'Web_Visit__c.Email__c (an e-mail field)',
    'Web_Visit__c.At__c (a date or a date and time)',
  ];
  assert.ok(message.text.includes(`${names.join(', ')}. Correct engagementSources`), message.text);
  const { isReady, checks } = await checkDraft({ salesforce, clock }, asked);
  assert.equal(isReady, false);
  assert.equal(named(checks)?.text, message.text);
});

test('a source that names nobody is refused with the place in the setting', async () => {
  const Settings__c = JSON.stringify({ engagementSources: [{ object: 'Visit__c', date: 'At__c' }] });
  const goalId = insertGoal(running, {
    Name: 'Nobody',
    Settings__c,
    Score_Field__c: 'Lead.Other_Score__c',
    Active__c: false,
  });
  await assert.rejects(async () => salesforce.readGoal(goalId), /engagementSources\.0: name at least one of lead/);
});
