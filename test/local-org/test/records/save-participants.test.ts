import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Org, SaveChunk, SaveParticipant, SavePhase } from '../../src/org.ts';
import { openedOrg } from '../engine/opened-org.ts';
import type { OpenedOrg } from '../engine/opened-org.ts';

const phases: SavePhase[] = ['afterFlow', 'afterTrigger', 'beforeTrigger', 'beforeFlow'];

/** A participant for one object in all its operations. */
const forObject = (object: string, run: (chunk: SaveChunk) => void): SaveParticipant => ({
  isFor: (name) => name === object,
  run,
});

const lead = (LastName: string, more = {}) => ({ LastName, Company: 'Company', ...more });

/** Records which phases ran, and for how many records. */
function recordPhases(org: Org, object: string): string[] {
  const seen: string[] = [];
  for (const phase of phases) {
    org.onSave(
      phase,
      forObject(object, ({ operation, records, attempt }) => {
        seen.push(`${phase} ${operation} ${records.length}${attempt > 1 ? ` again ${attempt}` : ''}`);
      }),
    );
  }
  return seen;
}

const successes = (opened: OpenedOrg, lastNames: string[], allOrNone: boolean) =>
  opened.org.writeMany(
    opened.admin,
    'insert',
    'Lead',
    lastNames.map((name) => lead(name)),
    { allOrNone },
  );

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

test('of a partial save the good records are saved again without the others, and triggers run again', () => {
  const opened = openedOrg();
  const { org, rows } = opened;
  const seen = recordPhases(org, 'Lead');
  org.onSave(
    'beforeTrigger',
    forObject('Lead', ({ records }) => {
      for (const { row, errors } of records) {
        if (row?.['LastName'] === 'Bad') errors.push({ statusCode: 'X', message: 'bad', fields: ['LastName'] });
      }
    }),
  );
  const results = successes(opened, ['A', 'Bad', 'B'], false);
  assert.deepEqual(
    results.map(({ success }) => success),
    [true, false, true],
  );
  assert.deepEqual(results[1]?.errors, [{ statusCode: 'X', message: 'bad', fields: ['LastName'] }]);
  assert.deepEqual(seen, [
    ...['beforeFlow insert 3', 'beforeTrigger insert 3', 'afterTrigger insert 2', 'afterFlow insert 2'],
    ...['beforeFlow insert 2', 'beforeTrigger insert 2', 'afterTrigger insert 2', 'afterFlow insert 2'].map(
      (one) => `${one} again 2`,
    ),
  ]);
  assert.equal(rows('SELECT Id FROM Lead').length, 2);
});
