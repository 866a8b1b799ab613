import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SaveChunk } from '../../src/org.ts';
import { refusal } from '../../src/records/record-refusal.ts';
import { metadata, openedOrg } from '../engine/opened-org.ts';
import { forObject, lead, recordPhases } from './taking-part.ts';

test('flows and triggers run before and after each kind of save in the order of execution', () => {
  const { org, insert, update, admin } = openedOrg();
  const seen = recordPhases(org, 'Lead');
  const id = insert('Lead', lead('One'));
  update('Lead', { Id: id, Title: 'Changed' });
  org.write(admin, 'delete', 'Lead', { Id: id });
  org.write(admin, 'undelete', 'Lead', { Id: id });
  org.write(admin, 'delete', 'Lead', { Id: id });
  org.write(admin, 'hardDelete', 'Lead', { Id: id });
  const deletion = ['beforeFlow delete 1', 'beforeTrigger delete 1', 'afterTrigger delete 1'];
  assert.deepEqual(seen, [
    ...['beforeFlow insert 1', 'beforeTrigger insert 1', 'afterTrigger insert 1', 'afterFlow insert 1'],
    ...['beforeFlow update 1', 'beforeTrigger update 1', 'afterTrigger update 1', 'afterFlow update 1'],
    ...deletion,
    'afterTrigger undelete 1',
    ...deletion,
  ]);
});

test('a participant before the save sees the whole record with its defaults, and changes it', () => {
  const { org, insert, update, row } = openedOrg();
  const seen: unknown[] = [];
  org.onSave(
    'beforeTrigger',
    forObject('Lead', ({ records }) => {
      for (const { id, row: values, prior } of records) {
        assert.ok(values);
        seen.push([id === undefined, values['Status'], values['Title'], prior?.['Title']]);
        values['Title'] = `${String(values['LastName'])} by a trigger`;
        values['DoNotCall'] = 1;
      }
    }),
  );
  const id = insert('Lead', lead('One'));
  update('Lead', { Id: id, LastName: 'Two' });
  assert.deepEqual(seen, [
    [true, 'Open - Not Contacted', null, undefined],
    [false, 'Open - Not Contacted', 'One by a trigger', 'One by a trigger'],
  ]);
  const { Title, DoNotCall } = row(`SELECT Title, DoNotCall FROM Lead WHERE Id = '${id}'`);
  assert.deepEqual([Title, DoNotCall], ['Two by a trigger', true]);
});

test('a participant after the save sees the record with its id and system fields', () => {
  const { org, insert, admin } = openedOrg();
  const seen: SaveChunk['records'] = [];
  org.onSave(
    'afterTrigger',
    forObject('Lead', ({ records }) => seen.push(...records)),
  );
  const id = insert('Lead', lead('One'));
  assert.deepEqual(
    seen.map(({ id: saved, row }) => [saved, row?.['Id'], row?.['Name'], row?.['CreatedById']]),
    [[id, id, 'One', admin]],
  );
});

for (const [name, change, statusCode] of [
  ['too long a text', { Title: 'x'.repeat(200) }, 'STRING_TOO_LONG'],
  ['a read-only field', { Name: 'Other' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
  ['no required value', { Company: null }, 'REQUIRED_FIELD_MISSING'],
] as const) {
  test(`what a participant sets is checked: ${name}`, () => {
    const { org, refused } = openedOrg();
    org.onSave(
      'beforeTrigger',
      forObject('Lead', ({ records }) => {
        for (const { row } of records) Object.assign(row ?? {}, change);
      }),
    );
    assert.equal(refused('insert', 'Lead', lead('One'))[0]?.statusCode, statusCode);
  });
}

test('a trigger that saves what starts it again ends at a depth of 16', () => {
  const { org, admin, refused, rows } = openedOrg();
  let depth = 0;
  org.onSave(
    'afterTrigger',
    forObject('Lead', () => {
      depth += 1;
      const [result] = org.writeMany(admin, 'insert', 'Lead', [lead(`Level ${depth}`)], { allOrNone: true });
      if (result?.success === false) throw refusal(result.errors[0]?.statusCode ?? '', result.errors[0]?.message ?? '');
    }),
  );
  const [error] = refused('insert', 'Lead', lead('One'));
  assert.equal(depth, 16);
  assert.equal(error?.statusCode, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  assert.match(error.message, /^Maximum trigger depth exceeded\n(Lead trigger event AfterInsert\n?){17}$/);
  assert.equal(rows('SELECT Id FROM Lead').length, 0);
});

test('a trigger before an update cannot change or delete its own record, and may change others', () => {
  const { org, admin, insert, update, row } = openedOrg();
  const [one, other] = [insert('Lead', lead('One')), insert('Lead', lead('Other'))];
  const codes: unknown[] = [];
  org.onSave('beforeTrigger', {
    name: 'LeadGuard',
    isFor: (object, operation) => object === 'Lead' && operation === 'update',
    run: ({ records }) => {
      if (records[0]?.id !== one) return;
      for (const operation of ['update', 'delete'] as const) {
        const result = org.write(admin, operation, 'Lead', { Id: one, Title: 'Never' });
        codes.push(result.errors[0]?.statusCode, result.errors[0]?.message.includes('in trigger LeadGuard'));
      }
      codes.push(org.write(admin, 'update', 'Lead', { Id: other, Title: 'By the trigger' }).success);
    },
  });
  update('Lead', { Id: one, Title: 'Mine' });
  const code = 'SELF_REFERENCE_FROM_TRIGGER';
  assert.deepEqual(codes, [code, true, code, true, true]);
  assert.equal(row(`SELECT Title FROM Lead WHERE Id = '${one}'`).Title, 'Mine');
  assert.equal(row(`SELECT Title FROM Lead WHERE Id = '${other}'`).Title, 'By the trigger');
});

test('validation rules see what triggers have changed, and are checked before anything after the save', () => {
  const { org, deploy, refused, insert } = openedOrg();
  const rule =
    '<validationRules><fullName>R</fullName><active>true</active>' +
    '<errorConditionFormula>Title = "Forbidden"</errorConditionFormula><errorMessage>No</errorMessage></validationRules>';
  assert.ok(deploy({ 'objects/Lead.object': metadata('CustomObject', rule) }).success);
  const seen = recordPhases(org, 'Lead');
  org.onSave(
    'beforeTrigger',
    forObject('Lead', ({ records }) => {
      for (const { row } of records) if (row?.['LastName'] === 'Bad') row['Title'] = 'Forbidden';
    }),
  );
  assert.equal(refused('insert', 'Lead', lead('Bad'))[0]?.message, 'No');
  assert.deepEqual(seen, ['beforeFlow insert 1', 'beforeTrigger insert 1']);
  insert('Lead', lead('Good', { Title: 'Allowed' }));
});

test('a conversion runs the triggers of what it makes and of the lead', () => {
  const { org, admin, insert } = openedOrg();
  const id = insert('Lead', lead('One'));
  const objects = ['Account', 'Contact', 'Opportunity', 'Lead'];
  const seen = objects.map((object) => recordPhases(org, object));
  const converted = org.convertLead(admin, { leadId: id, convertedStatus: 'Closed - Converted' });
  assert.ok(converted.success, JSON.stringify(converted.errors));
  const phases = (operation: string) =>
    ['beforeFlow', 'beforeTrigger', 'afterTrigger', 'afterFlow'].map((phase) => `${phase} ${operation} 1`);
  assert.deepEqual(seen, [phases('insert'), phases('insert'), phases('insert'), phases('update')]);
});

test('a conversion that a trigger refuses makes nothing', () => {
  const { org, admin, insert, rows } = openedOrg();
  const id = insert('Lead', lead('One'));
  org.onSave(
    'afterTrigger',
    forObject('Opportunity', ({ records }) => {
      for (const { errors } of records) errors.push({ statusCode: 'X', message: 'No deals', fields: [] });
    }),
  );
  const { success, errors } = org.convertLead(admin, { leadId: id, convertedStatus: 'Closed - Converted' });
  assert.deepEqual([success, errors[0]?.message], [false, 'No deals']);
  assert.equal(rows('SELECT Id FROM Account').length, 0);
});

test('a merge deletes its records together, which then name their master, and updates the remaining one', () => {
  const { org, admin, insert } = openedOrg();
  const [master = '', ...merged] = ['Master', 'First', 'Second'].map((name) => insert('Lead', lead(name)));
  const seen = recordPhases(org, 'Lead');
  const masters: unknown[] = [];
  org.onSave('afterTrigger', {
    isFor: (object, operation) => object === 'Lead' && operation === 'delete',
    run: ({ records }) => masters.push(...records.map(({ prior }) => prior?.['MasterRecordId'])),
  });
  assert.ok(org.merge(admin, { object: 'Lead', master: { Id: master }, mergeIds: merged }).success);
  assert.deepEqual(masters, [master, master]);
  assert.deepEqual(seen, [
    ...['beforeFlow delete 2', 'beforeTrigger delete 2', 'afterTrigger delete 2'],
    ...['beforeFlow update 1', 'beforeTrigger update 1', 'afterTrigger update 1', 'afterFlow update 1'],
  ]);
});

test('a flow after the save sees what a trigger after the save has changed', () => {
  const { org, admin, insert } = openedOrg();
  const seen: unknown[] = [];
  org.onSave('afterTrigger', {
    isFor: (object, operation) => object === 'Lead' && operation === 'insert',
    run: ({ records }) => {
      for (const { id = '' } of records) org.write(admin, 'update', 'Lead', { Id: id, Title: 'Later' });
    },
  });
  org.onSave('afterFlow', {
    isFor: (object, operation) => object === 'Lead' && operation === 'insert',
    run: ({ records }) => seen.push(...records.map(({ row }) => row?.['Title'])),
  });
  insert('Lead', lead('One'));
  assert.deepEqual(seen, ['Later']);
});

test('formula fields and summaries are calculated for a record before it is saved', () => {
  const { org, admin, deploy, insert } = openedOrg();
  const formula =
    '<fields><fullName>Shout__c</fullName><label>Shout</label><type>Text</type>' +
    '<formula>UPPER(LastName) &amp; "!"</formula></fields>';
  assert.ok(deploy({ 'objects/Lead.object': metadata('CustomObject', formula) }).success);
  const seen: unknown[] = [];
  org.onSave(
    'beforeTrigger',
    forObject('Lead', ({ records }) => {
      for (const { row } of records) seen.push(org.calculate(admin, 'Lead', row ?? {})['Shout__c']);
    }),
  );
  insert('Lead', lead('One'));
  assert.deepEqual(seen, ['ONE!']);
  const campaign = insert('Campaign', { Name: 'C' });
  assert.equal(org.calculate(admin, 'Campaign', { Id: campaign })['NumberOfLeads'], 0);
});
