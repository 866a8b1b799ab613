import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Connection } from 'jsforce';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { anotherGoal, definition, otherDefinition, otherSettings, writtenStatus } from './goal-values.ts';
import { create, readOne, refusedCreate, refusedUpdate, update } from './save-records.ts';

let org: DeployedOrg;
let service: Connection;
let goal: string;
let records: Record<'Lead' | 'Contact' | 'Account', string>;

before(async () => {
  org = await startDeployedOrg();
  service = org.as('integration');
  const admin = org.as('admin');
  await org.assign('admin', 'ScoringAdmin');
  goal = await create(admin, 'Score_Goal__c', anotherGoal());
  const Account = await create(admin, 'Account', { Name: 'Engines' });
  records = {
    Lead: await create(admin, 'Lead', { LastName: 'Lovelace', Company: 'Engines' }),
    Contact: await create(admin, 'Contact', { LastName: 'Babbage', AccountId: Account }),
    Account,
  };
  await org.assign('integration', 'ScoringIntegration');
});
after(() => org.stop());

const score = {
  Predictive_Score__c: 87,
  Predictive_Score_Band__c: 'High',
  Predictive_Score_Percentile__c: 93,
  Predictive_Score_Scored_At__c: '2026-01-02T03:00:00.000+0000',
  Predictive_Score_Factors__c: '{"basis":"probability","probability":0.87,"model":"1-20260101","factors":[]}',
  Predictive_Score_Probability__c: 87.25,
  Predictive_Score_Change__c: -4,
  Predictive_Score_Reason__c: 'Campaigns raises the score.',
  Predictive_Score_Grade__c: 'A2',
  Predictive_Score_Band_Since__c: '2026-01-02T03:00:00.000+0000',
};

/** What features, conditions and quality checks are made of (SPEC sections 4 and 5). */
const inputs = [
  `SELECT Id, Status, IsConverted, ConvertedDate, ConvertedContactId, ConvertedAccountId, ConvertedOpportunityId, OwnerId,
     CreatedDate, LastModifiedDate, LeadSource, Industry, NumberOfEmployees, AnnualRevenue, Title, Company, Website, Phone,
     MobilePhone, Email, Country, City, DoNotCall, HasOptedOutOfEmail, Individual.HasOptedOutProfiling,
     Individual.HasOptedOutProcessing, Individual.ShouldForget FROM Lead`,
  `SELECT Id, AccountId, Account.Industry, Title, Department, LeadSource, Phone, MobilePhone, Email, MailingCountry, DoNotCall,
     HasOptedOutOfEmail, Individual.HasOptedOutProfiling, Individual.HasOptedOutProcessing, Individual.ShouldForget FROM Contact`,
  `SELECT Id, ParentId, Type, Industry, NumberOfEmployees, AnnualRevenue, Website, Phone, BillingCountry, ShippingCountry,
     Ownership, AccountSource FROM Account`,
  'SELECT Id, AccountId, StageName, CloseDate, IsWon, IsClosed, Amount, Type, LeadSource, Probability, CampaignId FROM Opportunity',
  'SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory',
  'SELECT OpportunityId, Field, OldValue, NewValue, CreatedDate FROM OpportunityFieldHistory',
  'SELECT OpportunityId, ContactId, Role, IsPrimary FROM OpportunityContactRole',
  'SELECT LeadId, Field, OldValue, NewValue, CreatedDate FROM LeadHistory',
  'SELECT WhoId, WhatId, AccountId, TaskSubtype, Status, IsClosed, ActivityDate, CreatedDate, CompletedDateTime, CallType FROM Task',
  'SELECT WhoId, WhatId, AccountId, EventSubtype, StartDateTime, IsAllDayEvent, EndDate, CreatedDate FROM Event',
  `SELECT CampaignId, Campaign.Name, Campaign.Type, Campaign.StartDate, LeadId, ContactId, Status, HasResponded,
     FirstRespondedDate, CreatedDate FROM CampaignMember`,
];

/** The one setting that the service writes: a goal that names no statuses takes those that the org's history suggests. */
const statuses = 'Qualified_Statuses__c';

const notNeeded = [
  'SELECT Description FROM Lead',
  'SELECT Fax FROM Lead',
  'SELECT Rating FROM Lead',
  'SELECT Birthdate FROM Contact',
  'SELECT HomePhone FROM Contact',
  'SELECT Description FROM Account',
  'SELECT NextStep FROM Opportunity',
  'SELECT ActualCost FROM Campaign',
  'SELECT Description FROM Task',
  'SELECT Description FROM Event',
  'SELECT TextBody FROM EmailMessage',
  'SELECT BirthDate FROM Individual',
];

for (const soql of inputs) {
  test(`the service reads its inputs from ${/FROM (\w+)$/.exec(soql)?.[1] ?? ''}`, async () => {
    assert.equal((await service.query(soql)).done, true);
  });
}

for (const soql of notNeeded) {
  test(`the service is refused ${soql}`, async () => {
    await assert.rejects(async () => service.query(soql), { errorCode: 'INVALID_FIELD' });
  });
}

for (const object of ['Lead', 'Contact', 'Account'] as const) {
  test(`the service writes the score of a ${object}`, async () => {
    await update(service, object, { Id: records[object], ...score });
    const written = await readOne(
      service,
      `SELECT ${Object.keys(score).join(', ')} FROM ${object} WHERE Id = '${records[object]}'`,
    );
    const { attributes, ...values } = written;
    assert.ok(attributes);
    assert.deepEqual(values, score);
  });
}

test('of what permissions guard, the service writes score fields, runs, the status of goals and their qualified statuses only', async () => {
  const { sobjects } = await service.describeGlobal();
  const names = (may: 'createable' | 'updateable' | 'deletable'): string[] =>
    sobjects
      .filter((object) => object[may])
      .map(({ name }) => name)
      .sort();
  assert.deepEqual(names('createable'), ['Score_Band_Change__e', 'Score_Run__c']);
  assert.deepEqual(names('updateable'), ['Account', 'Contact', 'Lead', 'Score_Goal__c', 'Score_Run__c']);
  assert.deepEqual(names('deletable'), []);
  const guarded = async (object: string): Promise<string[]> =>
    (await service.describe(object)).fields
      .filter(({ permissionable, updateable }) => permissionable && updateable)
      .map(({ name }) => name)
      .sort();
  for (const object of ['Lead', 'Contact', 'Account']) {
    assert.deepEqual(await guarded(object), Object.keys(score).sort());
  }
  assert.deepEqual(await guarded('Score_Goal__c'), [...Object.keys(writtenStatus), statuses].sort());
});

test('the service is refused other fields of a record that it may score', async () => {
  const { Lead, Contact, Account } = records;
  const refused = [
    await refusedUpdate(service, 'Lead', { Id: Lead, Title: 'Countess', Predictive_Score__c: 1 }),
    await refusedUpdate(service, 'Contact', { Id: Contact, Email: 'a@b.test' }),
    await refusedUpdate(service, 'Account', { Id: Account, Industry: 'Energy' }),
  ].flat();
  assert.deepEqual(
    refused.map(({ statusCode, fields }) => [statusCode, ...fields]),
    [
      ['INVALID_FIELD_FOR_INSERT_UPDATE', 'Title'],
      ['INVALID_FIELD_FOR_INSERT_UPDATE', 'Email'],
      ['INVALID_FIELD_FOR_INSERT_UPDATE', 'Industry'],
    ],
  );
});

test('the service reads a goal whole and writes its status and the suggested statuses', async () => {
  await update(service, 'Score_Goal__c', { Id: goal, ...writtenStatus, [statuses]: otherSettings[statuses] });
  const fields = [...Object.keys(definition), ...Object.keys(otherSettings), ...Object.keys(writtenStatus)];
  const read = await readOne(service, `SELECT ${fields.join(', ')} FROM Score_Goal__c WHERE Id = '${goal}'`);
  for (const [field, value] of Object.entries(writtenStatus)) assert.equal(read[field], value, field);
});

for (const [field, value] of Object.entries({ ...otherDefinition, ...otherSettings })) {
  if (field === 'Name' || field === statuses) continue;
  test(`the service cannot change ${field} of a goal`, async () => {
    const [error] = await refusedUpdate(service, 'Score_Goal__c', { Id: goal, [field]: value });
    assert.deepEqual([error?.statusCode, error?.fields], ['INVALID_FIELD_FOR_INSERT_UPDATE', [field]]);
  });
}

test('the service neither creates nor deletes goals, and deletes no run', async () => {
  const [error] = await refusedCreate(service, 'Score_Goal__c', { Name: 'Mine' });
  assert.equal(error?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  const run = await create(service, 'Score_Run__c', { Run_Key__c: 'run-1', Goal__c: goal, Job_Type__c: 'Training' });
  for (const [object, id] of [
    ['Score_Goal__c', goal],
    ['Score_Run__c', run],
  ] as const) {
    await assert.rejects(service.sobject(object).destroy(id), { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
  }
});
