import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryRow } from '../../src/org.ts';
import { openedOrg } from './opened-org.ts';

const { org, insert, rows, rep, track } = openedOrg();
track('Lead', 'Status');
const acme = insert('Account', { Name: 'Acme', Industry: 'Banking' });
const beta = insert('Account', { Name: 'beta', ParentId: acme });
const al = insert('Contact', { LastName: 'Al', AccountId: acme, Email: 'al@x.com', MailingCity: 'Graz' });
insert('Contact', { LastName: 'Bo' });
const first = insert('Lead', {
  LastName: 'L1',
  Company: 'X',
  LeadSource: 'Web',
  AnnualRevenue: 10,
  City: 'Wien',
  DoNotCall: true,
});
insert('Lead', { LastName: 'L2', Company: 'Y', LeadSource: 'Web' });
insert('Lead', { LastName: 'l3', Company: "O'Brien 50%_", OwnerId: rep });
insert('Task', { Subject: 'call', WhoId: first, Status: 'Completed', ActivityDate: '2026-03-01', TaskSubtype: 'Call' });
insert('Task', { Subject: 'mail', WhoId: al, WhatId: acme });
insert('Event', { Subject: 'meet', WhoId: first, StartDateTime: '2026-03-10T10:00:00Z', DurationInMinutes: 30 });
const campaign = insert('Campaign', { Name: 'C1' });
insert('CampaignMember', { CampaignId: campaign, LeadId: first, Status: 'Responded' });
insert('CampaignMember', { CampaignId: campaign, ContactId: al, Status: 'Sent' });
const deal = insert('Opportunity', {
  Name: 'O',
  AccountId: acme,
  StageName: 'Closed Won',
  CloseDate: '2026-03-01',
  Amount: 5,
});
insert('OpportunityContactRole', { OpportunityId: deal, ContactId: al, IsPrimary: true });

/** The value at a path of the row. */
function at(row: QueryRow | undefined, path: string): unknown {
  let value: unknown = row;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part];
  return value;
}

type Case = { soql: string; count: number; values?: Record<string, unknown> };

/** Rows expected, and values at paths of the first of them. */
const cases: Case[] = [
  {
    soql: 'SELECT Id, Account.Industry, Owner.Name FROM Contact WHERE Account.Industry != null',
    count: 1,
    values: { 'Account.Industry': 'Banking', 'Owner.Name': 'Ada Admin' },
  },
  { soql: 'SELECT Account.Name FROM Contact WHERE AccountId = null', count: 1, values: { Account: null } },
  {
    soql: "SELECT Account.Owner.Profile.Name FROM Contact WHERE Id = '" + al + "'",
    count: 1,
    values: { 'Account.Owner.Profile.Name': 'System Administrator' },
  },
  {
    soql: "SELECT Parent.Name FROM Account WHERE Parent.Name = 'ACME'",
    count: 1,
    values: { 'Parent.Name': 'Acme', 'Parent.attributes.type': 'Account' },
  },
  {
    soql: 'SELECT Id, (SELECT Contact.Name, Contact.Account.Name FROM OpportunityContactRoles WHERE IsPrimary = true) FROM Opportunity',
    count: 1,
    values: {
      'OpportunityContactRoles.totalSize': 1,
      'OpportunityContactRoles.records.0.Contact.Account.Name': 'Acme',
    },
  },
  {
    soql: 'SELECT Name, (SELECT LastName FROM Contacts), (SELECT Id FROM Opportunities) FROM Account ORDER BY Name DESC',
    count: 2,
    values: { Name: 'beta', Contacts: null },
  },
  {
    soql: `SELECT (SELECT Subject FROM Tasks), (SELECT Id FROM Events), (SELECT Status FROM CampaignMembers), (SELECT Field FROM Histories) FROM Lead WHERE Id = '${first}'`,
    count: 1,
    values: {
      'Tasks.records.0.Subject': 'call',
      'Events.totalSize': 1,
      'CampaignMembers.records.0.Status': 'Responded',
      'Histories.records.0.Field': 'created',
    },
  },
  {
    soql: 'SELECT Id FROM Lead WHERE Id IN (SELECT LeadId FROM CampaignMember WHERE HasResponded = true)',
    count: 1,
    values: { Id: first },
  },
  { soql: 'SELECT Id FROM Lead WHERE Id NOT IN (SELECT LeadId FROM CampaignMember)', count: 2 },
  {
    soql: 'SELECT Id FROM Contact WHERE AccountId IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)',
    count: 1,
  },
  { soql: 'SELECT Id FROM Contact WHERE AccountId NOT IN (SELECT AccountId FROM Opportunity)', count: 1 },
  {
    soql: 'SELECT LeadSource, COUNT(Id) n, MAX(CreatedDate) FROM Lead GROUP BY LeadSource HAVING COUNT(Id) > 1',
    count: 1,
    values: { n: 2, LeadSource: 'Web', 'attributes.type': 'AggregateResult' },
  },
  {
    soql: 'SELECT LeadSource s, COUNT(Id) FROM Lead GROUP BY LeadSource ORDER BY COUNT(Id) DESC',
    count: 2,
    values: { s: 'Web', expr0: 2 },
  },
  {
    soql: 'SELECT COUNT(Id), COUNT_DISTINCT(LeadSource) d, SUM(AnnualRevenue), AVG(AnnualRevenue) av FROM Lead',
    count: 1,
    values: { expr0: 3, d: 1, expr1: 10, av: 10 },
  },
  { soql: 'SELECT MIN(LastName) least, COUNT() FROM Lead', count: 1, values: { least: 'L1', expr0: 3 } },
  {
    soql: 'SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) FROM Lead GROUP BY CALENDAR_YEAR(CreatedDate)',
    count: 1,
    values: { y: 2026, expr0: 3 },
  },
  {
    soql: 'SELECT DAY_ONLY(CreatedDate) d, COUNT(Id) c FROM Lead GROUP BY DAY_ONLY(CreatedDate)',
    count: 1,
    values: { d: '2026-03-16', c: 3 },
  },
  {
    soql: 'SELECT Owner.Name, COUNT(Id) c FROM Lead GROUP BY Owner.Name ORDER BY COUNT(Id)',
    count: 2,
    values: { Name: 'Rita Rep', c: 1 },
  },
  { soql: 'SELECT WhoId, COUNT(Id) c FROM Task WHERE WhoId != null GROUP BY WhoId', count: 2 },
  {
    soql: "SELECT Who.Name FROM Task WHERE Who.Type = 'lead'",
    count: 1,
    values: { 'Who.Name': 'L1', 'Who.attributes.type': 'Name' },
  },
  {
    soql: 'SELECT Who.Name, Who.Type FROM Task ORDER BY Subject DESC',
    count: 2,
    values: { 'Who.Name': 'Al', 'Who.Type': 'Contact' },
  },
  {
    soql: 'SELECT What.Name, What.Type FROM Task WHERE WhatId != null',
    count: 1,
    values: { 'What.Name': 'Acme', 'What.Type': 'Account' },
  },
  {
    soql: "SELECT Owner.Name, Owner.Profile.Name FROM Lead WHERE Owner.Name = 'rita rep'",
    count: 1,
    values: { 'Owner.Profile.Name': 'Standard User' },
  },
  {
    soql: 'SELECT TYPEOF Who WHEN Lead THEN Company, Status WHEN Contact THEN AccountId ELSE Name END FROM Task ORDER BY Subject',
    count: 2,
    values: { 'Who.Company': 'X', 'Who.AccountId': undefined, 'Who.attributes.type': 'Lead' },
  },
  {
    soql: 'SELECT FIELDS(ALL) FROM Lead LIMIT 1',
    count: 1,
    values: { Company: 'X', Rating: null, DoNotCall: true, 'Address.city': 'Wien' },
  },
  { soql: 'SELECT FIELDS(STANDARD) FROM Lead', count: 3, values: { Company: 'X' } },
  {
    soql: 'SELECT MailingAddress FROM Contact ORDER BY LastName',
    count: 2,
    values: { 'MailingAddress.city': 'Graz', 'MailingAddress.street': null },
  },
  { soql: "SELECT Id FROM Lead WHERE LeadSource != 'Web'", count: 1 },
  { soql: "SELECT Id FROM Lead WHERE LeadSource NOT IN ('Web')", count: 1 },
  { soql: "SELECT Id FROM Lead WHERE LeadSource IN ('WEB', null)", count: 3 },
  { soql: "SELECT Id FROM Lead WHERE NOT LeadSource = 'Web'", count: 1 },
  { soql: "SELECT Id FROM Lead WHERE NOT (LeadSource = 'Web' AND AnnualRevenue > 5)", count: 2 },
  { soql: "SELECT Id FROM Lead WHERE NOT LastName LIKE 'L1%' AND Company = 'Y'", count: 1 },
  { soql: 'SELECT Id FROM Lead WHERE AnnualRevenue < 50', count: 1 },
  { soql: "SELECT Id FROM Lead WHERE LastName = 'L3' AND Company LIKE 'o\\'brien%'", count: 1 },
  { soql: "SELECT Id FROM Lead WHERE Company LIKE '%50\\%\\_'", count: 1 },
  { soql: "SELECT Id FROM Lead WHERE Company LIKE '%\\_\\%'", count: 0 },
  { soql: "SELECT Id FROM Lead WHERE LastName LIKE '_1'", count: 1 },
  {
    soql: "SELECT Id FROM Lead WHERE (LeadSource = 'Web' AND (AnnualRevenue > 5 OR Company IN ('Y','Z'))) OR LastName = 'zz'",
    count: 2,
  },
  {
    soql: 'SELECT LastName FROM Lead ORDER BY AnnualRevenue DESC NULLS LAST, LastName DESC LIMIT 2 OFFSET 1',
    count: 2,
    values: { LastName: 'l3' },
  },
  { soql: 'SELECT LastName FROM Lead ORDER BY AnnualRevenue DESC', count: 3, values: { LastName: 'L2' } },
  { soql: 'SELECT LastName FROM Lead', count: 3, values: { LastName: 'L1' } },
  {
    soql: 'SELECT Id FROM Task WHERE ActivityDate >= 2026-02-01 AND CreatedDate > 2020-01-01T00:00:00+01:00',
    count: 1,
  },
  {
    soql: 'SELECT toLabel(Status), FORMAT(AnnualRevenue) amount FROM Lead WHERE AnnualRevenue > 0',
    count: 1,
    values: { Status: 'Open - Not Contacted', amount: '10' },
  },
  { soql: 'SELECT Id FROM Lead USING SCOPE mine', count: 2 },
  { soql: 'SELECT Id FROM Lead WITH SECURITY_ENFORCED', count: 3 },
  { soql: 'SELECT Lead.Name, l.Company FROM Lead l', count: 3, values: { Name: 'L1', Company: 'X' } },
  {
    soql: 'SELECT Lead.Company, Contact.Name, Name, Email FROM CampaignMember ORDER BY CreatedDate DESC, Id DESC',
    count: 2,
    values: { Lead: null, 'Contact.Name': 'Al', Name: 'Al', Email: 'al@x.com' },
  },
  {
    soql: 'SELECT NumberOfLeads, NumberOfContacts, NumberOfResponses FROM Campaign',
    count: 1,
    values: { NumberOfLeads: 1, NumberOfContacts: 1, NumberOfResponses: 1 },
  },
  { soql: `SELECT Id FROM Account WHERE Id = '${acme.slice(0, 15)}'`, count: 1, values: { Id: acme } },
  { soql: `SELECT Id FROM Account WHERE Id IN ('${acme}', '${beta.slice(0, 15)}')`, count: 2 },
  { soql: 'SELECT Id FROM Lead WHERE DoNotCall = false', count: 2 },
  { soql: "select id from LEAD where lastname = 'l1' limit 1", count: 1 },
];

for (const { soql, count, values } of cases) {
  test(soql, () => {
    const found = rows(soql);
    assert.equal(found.length, count);
    for (const [path, expected] of Object.entries(values ?? {})) assert.deepEqual(at(found[0], path), expected, path);
  });
}

test('COUNT() answers a number and no rows, within its limit', () => {
  assert.equal(org.query(rep, 'SELECT COUNT() FROM Lead').countOnly, 3);
  assert.equal(org.query(rep, "SELECT COUNT() FROM Lead WHERE LeadSource = 'Web'").countOnly, 2);
  assert.equal(org.query(rep, 'SELECT COUNT() FROM Lead LIMIT 2').countOnly, 2);
  assert.deepEqual([...org.query(rep, 'SELECT COUNT() FROM Lead').rows], []);
});

test('datetimes end in +0000 for REST and in Z for Bulk', () => {
  assert.match(
    String(rows('SELECT CreatedDate FROM Lead LIMIT 1')[0]?.CreatedDate),
    /^2026-03-16T12:\d\d:\d\d\.\d{3}\+0000$/,
  );
  const [bulk] = rows('SELECT CreatedDate FROM Lead LIMIT 1', rep, { forBulk: true });
  assert.match(String(bulk?.CreatedDate), /\.\d{3}Z$/);
});

test('columns are named as CSV heads them, and described for the CLI', () => {
  const result = org.query(rep, 'select id, owner.name, (select id from Tasks) from Lead');
  assert.deepEqual(result.columns, ['Id', 'Owner.Name', 'Tasks']);
  const { columnMetadata } = result.columnMetadata as {
    columnMetadata: { columnName: string; aggregate: boolean; joinColumns: { columnName: string }[] }[];
  };
  assert.deepEqual(
    columnMetadata.map(({ columnName, aggregate, joinColumns }) => [
      columnName,
      aggregate,
      joinColumns.map((one) => one.columnName),
    ]),
    [
      ['Id', false, []],
      ['Owner', false, ['Name']],
      ['Tasks', true, ['Id']],
    ],
  );
});

test('attributes carry the address of each record under the asked version', () => {
  const [row] = rows(`SELECT Id FROM Lead WHERE Id = '${first}'`, rep, { apiVersion: '60.0' });
  assert.deepEqual(row?.attributes, { type: 'Lead', url: `/services/data/v60.0/sobjects/Lead/${first}` });
});

test('rows are read lazily', () => {
  const many = openedOrg();
  const now = '2026-01-01T00:00:00.000Z';
  const leads = Array.from({ length: 5_000 }, (_, index) => ({
    Id: many.org.nextId('Lead'),
    LastName: `L${index}`,
    OwnerId: many.admin,
    CreatedDate: now,
  }));
  many.org.insertRaw('Lead', leads);
  const { rows: lazy } = many.org.query(many.admin, 'SELECT LastName FROM Lead');
  assert.equal(lazy.next().value?.LastName, 'L0');
  many.org.inspect('UPDATE "Lead" SET "LastName" = ? WHERE "Id" = ?', 'changed', leads.at(-1)?.Id ?? '');
  const rest = [...lazy];
  assert.equal(rest.length, 4_999);
  assert.equal(rest.at(-1)?.LastName, 'changed');
});
