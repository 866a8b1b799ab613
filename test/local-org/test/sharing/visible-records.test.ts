import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metadata, openedOrg } from '../engine/opened-org.ts';
import { objectModel, ownerRule, sharedOrg } from './shared-org.ts';
import type { SharedOrg } from './shared-org.ts';

const leads = 'SELECT Name FROM Lead ORDER BY Name';

const addLead = ({ insert }: Pick<SharedOrg, 'insert'>, name: string, OwnerId: string): string =>
  insert('Lead', { LastName: name, Company: 'C', OwnerId });

const withLeads = (files?: Record<string, string>) => {
  const org = sharedOrg(files);
  const users = {
    chief: org.addUser('chief', 'Chief'),
    east: org.addUser('east', 'East'),
    west: org.addUser('west', 'West'),
    agent: org.addUser('agent', 'Agent'),
  };
  const ofEast = addLead(org, 'East', users.east);
  const ofAgent = addLead(org, 'Agent', users.agent);
  const ofWest = addLead(org, 'West', users.west);
  return { ...org, ...users, ofEast, ofAgent, ofWest };
};

test('a new local org is public: everybody sees and changes everything', () => {
  const { insert, update, rows, rep, org } = openedOrg();
  const id = insert('Lead', { LastName: 'L', Company: 'C' });
  update('Lead', { Id: id, Title: 'Dr' }, rep);
  assert.equal(rows('SELECT Id FROM Lead', rep).length, 1);
  assert.equal(org.describe(rep, 'LeadShare'), undefined);
});

test('a private record is seen by its owner, by the roles above and by who views all data', () => {
  const { names, chief, east, west, agent, admin, rep } = withLeads();
  assert.deepEqual(names(leads, agent), ['Agent']);
  assert.deepEqual(names(leads, east), ['Agent', 'East']);
  assert.deepEqual(names(leads, west), ['West']);
  assert.deepEqual(names(leads, chief), ['Agent', 'East', 'West']);
  assert.deepEqual(names(leads, admin), ['Agent', 'East', 'West']);
  assert.deepEqual(names(leads, rep), []);
});

test('View All of a permission set opens one object for reading, and no other', () => {
  const { org, names, rows, refused, rep, deployed, insert, ofEast } = withLeads();
  insert('Account', { Name: 'A' });
  const grant =
    '<objectPermissions><object>Lead</object><allowRead>true</allowRead><allowEdit>true</allowEdit><allowCreate>true</allowCreate><allowDelete>false</allowDelete><viewAllRecords>true</viewAllRecords><modifyAllRecords>false</modifyAllRecords></objectPermissions>';
  deployed({ 'permissionsets/All.permissionset': metadata('PermissionSet', `<label>All</label>${grant}`) });
  org.assignPermissionSet(rep, 'All');
  assert.deepEqual(names(leads, rep), ['Agent', 'East', 'West']);
  assert.deepEqual(rows('SELECT Id FROM Account', rep), []);
  const [error] = refused('update', 'Lead', { Id: ofEast, Title: 'Dr' }, rep);
  assert.equal(error?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
});

test('members of a queue, and the roles above them, see what the queue owns', () => {
  const { deployed, names, row, insert, rows, west, chief, agent } = withLeads();
  deployed({
    'queues/Inbound.queue': metadata(
      'Queue',
      '<name>Inbound</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject><queueMembers><users><user>west@local.org</user></users></queueMembers>',
    ),
  });
  const queue = String(row("SELECT Id FROM Group WHERE DeveloperName = 'Inbound'").Id);
  addLead({ insert }, 'Queued', queue);
  assert.deepEqual(names(leads, west), ['Queued', 'West']);
  assert.ok(names(leads, chief).includes('Queued'));
  assert.deepEqual(names(leads, agent), ['Agent']);
  insert('GroupMember', { GroupId: queue, UserOrGroupId: agent });
  assert.deepEqual(names(leads, agent), ['Agent', 'Queued']);
  assert.equal(rows('SELECT Id FROM GroupMember').length, 2);
});

test('a share row gives a user or a group read or edit access until the record gets another owner', () => {
  const { insert, names, update, refused, rows, agent, west, east, ofWest } = withLeads();
  const group = insert('Group', { Name: 'Team', DeveloperName: 'Team', Type: 'Regular' });
  insert('GroupMember', { GroupId: group, UserOrGroupId: agent });
  insert('LeadShare', { LeadId: ofWest, UserOrGroupId: group, LeadAccessLevel: 'Read', RowCause: 'Manual' }, west);
  assert.deepEqual(names(leads, agent), ['Agent', 'West']);
  assert.deepEqual(names(leads, east), ['Agent', 'East', 'West']);
  const change = { Id: ofWest, Title: 'Dr' };
  assert.equal(refused('update', 'Lead', change, agent)[0]?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  insert('LeadShare', { LeadId: ofWest, UserOrGroupId: agent, LeadAccessLevel: 'Edit' }, west);
  update('Lead', change, agent);
  assert.equal(rows('SELECT Id FROM LeadShare', agent).length, 2);
  update('Lead', { Id: ofWest, OwnerId: east });
  assert.deepEqual(rows('SELECT Id FROM LeadShare'), []);
});

test('only who has all access to a record shares it, and only by hand', () => {
  const { refused, insert, agent, west, ofWest } = withLeads();
  const share = { LeadId: ofWest, UserOrGroupId: agent, LeadAccessLevel: 'Read' };
  const codeOf = (record: Record<string, string>, user: string) =>
    refused('insert', 'LeadShare', record, user)[0]?.statusCode;
  assert.equal(codeOf(share, agent), 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
  assert.equal(codeOf({ ...share, RowCause: 'Owner' }, west), 'FIELD_INTEGRITY_EXCEPTION');
  const id = insert('LeadShare', share, west);
  assert.equal(refused('delete', 'LeadShare', { Id: id }, agent)[0]?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
});

test('sharing rules share what users, roles or queues own with roles, groups or everybody', () => {
  const file = (...rules: string[]) => ({ 'sharingRules/Lead.sharingRules': metadata('SharingRules', rules.join('')) });
  const { deployed, names, update, refused, west, agent, rep, ofEast } = withLeads(
    file(ownerRule('<role>East</role>', '<roleAndSubordinates>West</roleAndSubordinates>', 'Read')),
  );
  assert.deepEqual(names(leads, west), ['East', 'West']);
  const change = { Id: ofEast, Title: 'Dr' };
  assert.equal(refused('update', 'Lead', change, west)[0]?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  deployed(file(ownerRule('<allInternalUsers></allInternalUsers>', '<role>West</role>', 'Edit')));
  assert.deepEqual(names(leads, west), ['Agent', 'East', 'West']);
  update('Lead', change, west);
  deployed(file(ownerRule('<role>West</role>', '<allInternalUsers></allInternalUsers>', 'Read')));
  assert.deepEqual(names(leads, agent), ['Agent', 'West']);
  assert.deepEqual(names(leads, rep), ['West']);
});

test('what is hidden is hidden in counts, sub-queries, semi-joins, parents and activities as well', () => {
  const { insert, rows, row, names, agent, west, ofWest, ofAgent, org } = withLeads();
  insert('Task', { Subject: 'Call West', WhoId: ofWest });
  insert('Task', { Subject: 'Call Agent', WhoId: ofAgent });
  const account = insert('Account', { Name: 'Hidden', OwnerId: west });
  insert('Opportunity', { Name: 'Own', StageName: 'Prospecting', CloseDate: '2026-04-01', OwnerId: agent });
  const contact = insert('Contact', { LastName: 'Person', AccountId: account });
  assert.equal(org.query(agent, 'SELECT COUNT() FROM Lead').countOnly, 1);
  const groups = rows('SELECT OwnerId, COUNT(Id) FROM Lead GROUP BY OwnerId', agent);
  assert.deepEqual(
    groups.map(({ OwnerId, expr0 }) => [OwnerId, expr0]),
    [[agent, 1]],
  );
  assert.deepEqual(names('SELECT Subject FROM Task', agent), ['Call Agent']);
  const [task] = rows('SELECT Who.Name FROM Task', west);
  assert.equal((task?.['Who'] as { Name: string }).Name, 'West');
  assert.deepEqual(rows('SELECT Id FROM Contact', agent), []);
  const campaign = insert('Campaign', { Name: 'Fair' });
  insert('CampaignMember', { CampaignId: campaign, LeadId: ofWest });
  const joined = 'SELECT Id FROM Campaign WHERE Id IN (SELECT CampaignId FROM CampaignMember)';
  assert.deepEqual([rows(joined, west).length, rows(joined, agent).length], [1, 0]);
  assert.deepEqual(row('SELECT (SELECT LastName FROM Contacts) FROM Account', west)['Contacts'], {
    totalSize: 1,
    done: true,
    records: [
      { attributes: { type: 'Contact', url: `/services/data/v66.0/sobjects/Contact/${contact}` }, LastName: 'Person' },
    ],
  });
});

test('a parent that is hidden is null, and is not found by its fields', () => {
  const { insert, row, rows, agent, west } = withLeads();
  const account = insert('Account', { Name: 'Hidden', OwnerId: west });
  insert('Case', { Subject: 'Broken', AccountId: account, OwnerId: agent });
  const found = row('SELECT AccountId, Account.Name FROM Case', agent);
  assert.deepEqual([found['AccountId'], found['Account']], [account, null]);
  assert.deepEqual(rows("SELECT Id FROM Case WHERE Account.Name = 'Hidden'", agent), []);
  assert.equal((row('SELECT Account.Name FROM Case', west)['Account'] as { Name: string }).Name, 'Hidden');
});

test('accounts carry their contacts, and opportunities and accounts open each other as documented', () => {
  const { insert, names, refused, east, west, chief, agent, rep } = withLeads();
  const add = (name: string, OwnerId: string): string => insert('Account', { Name: name, OwnerId });
  const [ofEast, ofWest] = [add('A East', east), add('A West', west)];
  insert('Contact', { LastName: 'P East', AccountId: ofEast, OwnerId: west });
  insert('Contact', { LastName: 'P West', AccountId: ofWest, OwnerId: east });
  insert('Contact', { LastName: 'P None', OwnerId: agent });
  const opportunity = { StageName: 'Prospecting', CloseDate: '2026-04-01' };
  insert('Opportunity', { Name: 'O Agent', AccountId: ofWest, OwnerId: agent, ...opportunity });
  insert('Opportunity', { Name: 'O Rep', AccountId: ofEast, OwnerId: rep, ...opportunity });
  const accounts = 'SELECT Name FROM Account ORDER BY Name';
  const contacts = 'SELECT Name FROM Contact ORDER BY Name';
  const opportunities = 'SELECT Name FROM Opportunity ORDER BY Name';
  // The owner of an opportunity may read its account, and with it the account's contacts.
  assert.deepEqual(names(accounts, agent), ['A West']);
  assert.deepEqual(names(contacts, agent), ['P None', 'P West']);
  assert.deepEqual(names(contacts, chief), ['P East', 'P West']);
  // The role East lets account owners read the opportunities of their accounts; the role West does not.
  assert.deepEqual(names(opportunities, east), ['O Agent', 'O Rep']);
  assert.deepEqual(names(opportunities, west), []);
  assert.deepEqual(names(contacts, west), ['P West']);
  const [error] = refused('update', 'Account', { Id: ofWest, Phone: '1' }, agent);
  assert.equal(error?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
});

test('a public read-only object is read by everybody and changed by its owner and the roles above', () => {
  const { insert, update, refused, names, east, chief, west, ofEast } = withLeads({
    'objects/Lead.object': objectModel('Read'),
  });
  assert.deepEqual(names(leads, west), ['Agent', 'East', 'West']);
  update('Lead', { Id: ofEast, Title: 'Dr' }, chief);
  for (const operation of ['update', 'delete'] as const) {
    const [error] = refused(operation, 'Lead', { Id: ofEast, Title: 'Mr' }, west);
    assert.equal(error?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  }
  assert.ok(insert('Task', { Subject: 'Call', WhoId: ofEast }, west));
  assert.ok(east);
});

test('a hidden record is not changed, deleted, converted, or named by another record', () => {
  const { refused, org, west, agent, ofAgent } = withLeads();
  for (const operation of ['update', 'delete'] as const) {
    const [error] = refused(operation, 'Lead', { Id: ofAgent, Title: 'Dr' }, west);
    assert.deepEqual(
      [error?.statusCode, error?.message],
      ['INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'],
    );
  }
  const [error] = refused('insert', 'Task', { Subject: 'Call', WhoId: ofAgent }, west);
  assert.deepEqual(
    [error?.statusCode, error?.message],
    ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id'],
  );
  const conversion = { leadId: ofAgent, convertedStatus: 'Closed - Converted' };
  assert.equal(org.convertLead(west, conversion).errors[0]?.statusCode, 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.ok(org.convertLead(agent, conversion).success);
});

test('only its own models are taken for an object, and the contacts of private accounts are not public', () => {
  const { deploy, row, org, admin, rows } = openedOrg();
  const problemOf = (files: Record<string, string>) => deploy(files).messages.find(({ problem }) => problem)?.problem;
  assert.match(problemOf({ 'objects/Lead.object': objectModel('Secret') }) ?? '', /'Secret' is not a valid value/);
  assert.match(problemOf({ 'objects/Lead.object': objectModel('ControlledByParent') }) ?? '', /cannot be/);
  const publicContacts = {
    'objects/Account.object': objectModel('Private'),
    'objects/Contact.object': objectModel('ReadWrite'),
  };
  assert.match(problemOf(publicContacts) ?? '', /Private or ControlledByParent/);
  assert.ok(deploy({ 'objects/Account.object': objectModel('Private') }).success);
  const { files } = org.retrieve(admin, [
    { type: 'CustomObject', fullName: 'Account' },
    { type: 'CustomObject', fullName: 'Lead' },
  ]);
  const models = files.map(({ content }) => /<sharingModel>(\w+)/.exec(new TextDecoder().decode(content))?.[1]);
  assert.deepEqual(models, ['Private', 'ReadWrite']);
  assert.ok(row("SELECT Id FROM Profile WHERE Name = 'Standard User'"));
  assert.deepEqual(rows('SELECT Id FROM AccountShare'), []);
});

test('the count of records that the org reports leaves no hidden record out', () => {
  const { org, rep, admin, names } = withLeads();
  assert.deepEqual(names(leads, rep), []);
  assert.equal(org.recordCount(admin, 'Lead'), 3);
  assert.equal(org.recordCount(rep, 'Lead'), undefined);
});
