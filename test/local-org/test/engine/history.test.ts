import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectObject, manifest, metadata, openedOrg, textField } from './opened-org.ts';

const { admin, deploy, insert, org, refused, rep, row, rows, track, update } = openedOrg();

test('a new org keeps no field history, but always the stages of opportunities', () => {
  const untracked = openedOrg();
  const lead = untracked.insert('Lead', { LastName: 'L', Company: 'X' });
  untracked.update('Lead', { Id: lead, Status: 'Working - Contacted' });
  untracked.org.convertLead(untracked.admin, { leadId: lead, convertedStatus: 'Closed - Converted' });
  const deal = untracked.insert('Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2026-05-31' });
  untracked.update('Opportunity', { Id: deal, StageName: 'Closed Won' });
  const counts = ['LeadHistory', 'OpportunityFieldHistory', 'AccountHistory'].map(
    (name) => untracked.rows(`SELECT Id FROM ${name}`).length,
  );
  assert.deepEqual(counts, [0, 0, 0]);
  assert.ok(untracked.rows(`SELECT Id FROM OpportunityHistory WHERE OpportunityId = '${deal}'`).length >= 2);
});

test('history starts when an admin switches tracking on, field by field', () => {
  const late = openedOrg();
  const id = late.insert('Lead', { LastName: 'L', Company: 'X' });
  late.update('Lead', { Id: id, Status: 'Working - Contacted' });
  late.track('Lead', 'Status');
  late.update('Lead', { Id: id, Status: 'Open - Not Contacted', Rating: 'Hot' });
  assert.deepEqual(
    late.rows('SELECT Field, OldValue FROM LeadHistory').map(({ Field, OldValue }) => [Field, OldValue]),
    [['Status', 'Working - Contacted']],
  );
});

test('the history of a multi-select picklist says that it changed, not how', () => {
  const { admin: user, deploy: deployTo, insert: add, org: opened, rows: read, update: change } = openedOrg();
  const values = ['A', 'B'].map(
    (name) => `<value><fullName>${name}</fullName><default>false</default><label>${name}</label></value>`,
  );
  const field = `<fields><fullName>Topics__c</fullName><label>Topics</label><type>MultiselectPicklist</type><visibleLines>3</visibleLines><trackHistory>true</trackHistory><valueSet><valueSetDefinition><sorted>false</sorted>${values.join('')}</valueSetDefinition></valueSet></fields>`;
  const grant =
    '<fieldPermissions><editable>true</editable><field>Lead.Topics__c</field><readable>true</readable></fieldPermissions>';
  const outcome = deployTo({
    'objects/Lead.object': metadata('CustomObject', field),
    'permissionsets/Topics.permissionset': metadata('PermissionSet', `<label>Topics</label>${grant}`),
  });
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  opened.assignPermissionSet(user, 'Topics');
  const id = add('Lead', { LastName: 'L', Company: 'C', Topics__c: 'A' });
  change('Lead', { Id: id, Topics__c: 'A;B' });
  assert.deepEqual(
    read("SELECT Field, OldValue, NewValue FROM LeadHistory WHERE Field = 'Topics__c'").map(
      ({ Field, OldValue, NewValue }) => [Field, OldValue, NewValue],
    ),
    [['Topics__c', null, null]],
  );
});

track('Lead', 'Status', 'OwnerId', 'AnnualRevenue');
track('Opportunity', 'StageName', 'Amount', 'CloseDate');

test('tracked lead fields leave a row each, an owner two, others none', () => {
  const id = insert('Lead', { LastName: 'L', Company: 'X', AnnualRevenue: 10 });
  org.clock.advance(1_000);
  update('Lead', { Id: id, Status: 'Working - Contacted', Phone: '1', AnnualRevenue: 20 });
  update('Lead', { Id: id, Status: 'Working - Contacted' });
  update('Lead', { Id: id, OwnerId: rep });
  const history = rows(
    `SELECT Field, DataType, OldValue, NewValue, CreatedById FROM LeadHistory WHERE LeadId = '${id}'`,
  );
  assert.deepEqual(
    history.map(({ Field, DataType, OldValue, NewValue }) => [Field, DataType, OldValue, NewValue]),
    [
      ['created', 'Text', null, null],
      ['AnnualRevenue', 'Currency', 10, 20],
      ['Status', 'DynamicEnum', 'Open - Not Contacted', 'Working - Contacted'],
      ['Owner', 'EntityId', admin, rep],
      ['Owner', 'Text', 'Ada Admin', 'Rita Rep'],
    ],
  );
  assert.equal(history[0]?.CreatedById, admin);
});

test('an opportunity derives from its stage, and keeps stages, amounts and dates', () => {
  const id = insert('Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2026-05-31', Amount: 1000 });
  const read = () =>
    row(
      `SELECT IsClosed, IsWon, Probability, ForecastCategory, ForecastCategoryName, ExpectedRevenue, Fiscal, LastStageChangeDate FROM Opportunity WHERE Id = '${id}'`,
    );
  assert.deepEqual(
    [read().IsClosed, read().Probability, read().ForecastCategory, read().ExpectedRevenue, read().Fiscal],
    [false, 10, 'Pipeline', 100, '2026 2'],
  );
  const entered = read().LastStageChangeDate;
  org.clock.advance(86_400_000);
  update('Opportunity', { Id: id, StageName: 'Negotiation/Review', Probability: 80 });
  assert.deepEqual([read().Probability, read().ExpectedRevenue], [80, 800]);
  assert.notEqual(read().LastStageChangeDate, entered);
  update('Opportunity', { Id: id, NextStep: 'none of this is kept' });
  update('Opportunity', { Id: id, StageName: 'Closed Won', Amount: 1200 });
  assert.deepEqual(
    [read().IsClosed, read().IsWon, read().Probability, read().ForecastCategoryName],
    [true, true, 100, 'Closed'],
  );
  const stages = rows(
    `SELECT StageName, Amount, Probability, PrevAmount FROM OpportunityHistory WHERE OpportunityId = '${id}'`,
  );
  assert.deepEqual(
    stages.map(({ StageName, Amount, Probability, PrevAmount }) => [StageName, Amount, Probability, PrevAmount]),
    [
      ['Prospecting', 1000, 10, null],
      ['Negotiation/Review', 1000, 80, null],
      ['Closed Won', 1200, 100, 1000],
    ],
  );
  const moves = rows(
    `SELECT NewValue FROM OpportunityFieldHistory WHERE OpportunityId = '${id}' AND Field = 'StageName'`,
  );
  assert.deepEqual(
    moves.map((move) => move.NewValue),
    ['Negotiation/Review', 'Closed Won'],
  );
});

test('custom fields and objects are tracked when their metadata says so', () => {
  const outcome = deploy({
    'objects/Lead.object': metadata(
      'CustomObject',
      textField('Kept__c', '<trackHistory>true</trackHistory>') +
        textField('Unkept__c', '<trackHistory>false</trackHistory>'),
    ),
    'objects/Project__c.object': projectObject(
      `<enableHistory>true</enableHistory>${textField('Reason__c', '<trackHistory>true</trackHistory>')}`,
    ),
    'permissionsets/P.permissionset': metadata(
      'PermissionSet',
      `<label>P</label>${['Lead.Kept__c', 'Lead.Unkept__c', 'Project__c.Reason__c'].map((field) => `<fieldPermissions><field>${field}</field><readable>true</readable><editable>true</editable></fieldPermissions>`).join('')}`,
    ),
  });
  assert.equal(outcome.success, true);
  org.assignPermissionSet(admin, 'P');
  const lead = insert('Lead', { LastName: 'L', Company: 'X' });
  update('Lead', { Id: lead, Kept__c: 'a', Unkept__c: 'b' });
  assert.deepEqual(
    rows(`SELECT Field, NewValue FROM LeadHistory WHERE LeadId = '${lead}' AND Field != 'created'`).map(
      ({ Field, NewValue }) => [Field, NewValue],
    ),
    [['Kept__c', 'a']],
  );
  const project = insert('Project__c', { Name: 'G', Reason__c: 'one' });
  update('Project__c', { Id: project, Reason__c: 'two' });
  const history = rows(
    `SELECT ParentId, Field, OldValue, NewValue FROM Project__History WHERE Parent.Name = 'G' AND Field = 'Reason__c'`,
  );
  assert.deepEqual(
    history.map(({ ParentId, OldValue, NewValue }) => [ParentId, OldValue, NewValue]),
    [[project, 'one', 'two']],
  );
  assert.equal(rows('SELECT (SELECT Field FROM Histories) FROM Project__c').length, 1);
});

test('history cannot be written', () => {
  const [entry] = rows('SELECT Id FROM LeadHistory LIMIT 1');
  assert.equal(
    refused('update', 'LeadHistory', { Id: String(entry?.Id), NewValue: 'x' })[0]?.statusCode,
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  );
  assert.equal(
    refused('delete', 'LeadHistory', { Id: String(entry?.Id) })[0]?.statusCode,
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  );
});

test('the history row of a long text has no values, of a short text both', () => {
  const { admin, deploy, insert, org, rows, update } = openedOrg();
  const long = '<type>LongTextArea</type><length>4000</length><visibleLines>3</visibleLines>';
  const outcome = deploy({
    'package.xml': manifest({ CustomField: ['Lead.Notes__c', 'Lead.Code__c'], PermissionSet: ['Notes'] }),
    'objects/Lead.object': metadata(
      'CustomObject',
      `<fields><fullName>Notes__c</fullName><label>Notes</label>${long}<trackHistory>true</trackHistory></fields>${textField('Code__c', '<trackHistory>true</trackHistory>')}`,
    ),
    'permissionsets/Notes.permissionset': metadata(
      'PermissionSet',
      `<label>Notes</label>${['Notes__c', 'Code__c'].map((name) => `<fieldPermissions><editable>true</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`).join('')}`,
    ),
  });
  assert.ok(outcome.success, JSON.stringify(outcome.messages));
  org.assignPermissionSet(admin, 'Notes');
  const id = insert('Lead', { LastName: 'L', Company: 'C', Notes__c: 'before', Code__c: 'a' });
  update('Lead', { Id: id, Notes__c: 'after', Code__c: 'b' });
  const history = rows("SELECT Field, OldValue, NewValue, CreatedById FROM LeadHistory WHERE Field != 'created'");
  assert.deepEqual(
    new Set(
      history.map(({ Field, OldValue, NewValue, CreatedById }) => [Field, OldValue, NewValue, CreatedById].join()),
    ),
    new Set([`Notes__c,,,${admin}`, `Code__c,a,b,${admin}`]),
  );
});
