import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SaveResult } from '../../src/org.ts';
import { refusal } from '../../src/records/record-refusal.ts';
import { openedOrg } from '../engine/opened-org.ts';
import type { OpenedOrg } from '../engine/opened-org.ts';
import { badRecord, forObject, lead, recordPhases, refusing } from './taking-part.ts';

const inserted = ({ org, admin }: OpenedOrg, names: readonly string[], allOrNone: boolean): SaveResult[] =>
  org.writeMany(
    admin,
    'insert',
    'Lead',
    names.map((name) => lead(name)),
    { allOrNone },
  );

const codes = (results: readonly SaveResult[]): unknown[] =>
  results.map(({ success, errors }) => (success ? 'saved' : errors[0]?.statusCode));

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `Lead ${index}`);

const all = ['beforeFlow', 'beforeTrigger', 'afterTrigger', 'afterFlow'];
const badCode = badRecord.statusCode;
const undone = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';

for (const [name, hasTriggers] of [
  ['without triggers', false],
  ['with triggers', true],
] as const) {
  test(`${name}, an all-or-none save changes nothing when a record is refused, and says which`, () => {
    const opened = openedOrg();
    if (hasTriggers) recordPhases(opened.org, 'Lead');
    const results = opened.org.writeMany(
      opened.admin,
      'insert',
      'Lead',
      [lead('A'), { LastName: 'No company' }, lead('B')],
      { allOrNone: true },
    );
    assert.deepEqual(codes(results), [undone, 'REQUIRED_FIELD_MISSING', undone]);
    assert.equal(opened.rows('SELECT Id FROM Lead').length, 0);
  });

  test(`${name}, an upsert says what it created, and a key that comes twice is saved twice`, () => {
    const opened = openedOrg();
    if (hasTriggers) recordPhases(opened.org, 'Lead');
    const known = opened.insert('Lead', lead('Known'));
    const records = [{ Id: known, Title: 'Once' }, lead('New'), { Id: known.slice(0, 15), Title: 'Twice' }];
    const results = opened.org.writeMany(opened.admin, 'upsert', 'Lead', records, { allOrNone: true });
    assert.deepEqual(
      results.map(({ created }) => created),
      [false, true, false],
    );
    assert.equal(opened.row(`SELECT Title FROM Lead WHERE Id = '${known}'`).Title, 'Twice');
  });
}

test('records are saved in chunks of 200', () => {
  const opened = openedOrg();
  const seen = recordPhases(opened.org, 'Lead');
  assert.ok(inserted(opened, numbered(450), true).every(({ success }) => success));
  assert.deepEqual(
    seen,
    [200, 200, 50].flatMap((count) => all.map((phase) => `${phase} insert ${count}`)),
  );
});

test('of a partial save the good records are saved again without the others, and triggers run again', () => {
  const opened = openedOrg();
  const seen = recordPhases(opened.org, 'Lead');
  opened.org.onSave('beforeTrigger', refusing('Bad'));
  const results = inserted(opened, ['A', 'Bad', 'B'], false);
  assert.deepEqual(codes(results), ['saved', badCode, 'saved']);
  assert.deepEqual(results[1]?.errors, [badRecord]);
  assert.deepEqual(seen, [
    ...['beforeFlow insert 3', 'beforeTrigger insert 3', 'afterTrigger insert 2', 'afterFlow insert 2'],
    ...all.map((phase) => `${phase} insert 2 again 2`),
  ]);
  assert.deepEqual(
    opened.rows('SELECT Name FROM Lead ORDER BY Name').map(({ Name }) => Name),
    ['A', 'B'],
  );
});

test('what is wrong with a record itself is found before any trigger, so that none runs again', () => {
  const opened = openedOrg();
  const seen = recordPhases(opened.org, 'Lead');
  const records = [lead('A'), lead('B', { Nothing: 1 })];
  const results = opened.org.writeMany(opened.admin, 'insert', 'Lead', records, { allOrNone: false });
  assert.deepEqual(codes(results), ['saved', 'INVALID_FIELD']);
  assert.deepEqual(
    seen,
    all.map((phase) => `${phase} insert 1`),
  );
});

test('a chunk whose third attempt has errors too fails as a whole', () => {
  const opened = openedOrg();
  // Each attempt refuses another record.
  opened.org.onSave(
    'afterTrigger',
    forObject('Lead', ({ records }) => records[0]?.errors.push(badRecord)),
  );
  const results = inserted(opened, ['A', 'B', 'C', 'D'], false);
  const tooMany = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';
  assert.deepEqual(codes(results), [badCode, badCode, badCode, tooMany]);
  assert.match(results[3]?.errors[0]?.message ?? '', /^Too many batch retries/);
  assert.equal(opened.rows('SELECT Id FROM Lead').length, 0);
});

test('a refusal that a trigger throws is the result of every record of its chunk, and of no other', () => {
  const opened = openedOrg();
  opened.org.onSave(
    'beforeTrigger',
    forObject('Lead', ({ records }) => {
      if (records.some(({ row }) => row?.['LastName'] === 'Lead 3')) throw refusal('X', 'thrown');
    }),
  );
  const results = inserted(opened, numbered(210), false);
  assert.deepEqual(
    codes(results.slice(0, 200)),
    Array.from({ length: 200 }, () => 'X'),
  );
  assert.ok(results.slice(200).every(({ success }) => success));
});

test('another error of a participant ends the save and changes nothing', () => {
  const opened = openedOrg();
  opened.org.onSave(
    'afterTrigger',
    forObject('Lead', () => {
      throw new TypeError('a limit');
    }),
  );
  assert.throws(() => inserted(opened, ['A'], false), /a limit/);
  assert.equal(opened.rows('SELECT Id FROM Lead').length, 0);
});

test('what triggers write in an attempt that is undone is undone as well, and is not reported as committed', async () => {
  const opened = openedOrg();
  const { org, admin } = opened;
  const reported: unknown[] = [];
  org.onCommitted(['Account'], (changes) => reported.push(...changes.map(({ row }) => row?.['Name'])));
  org.onSave('beforeTrigger', refusing('Bad'));
  org.onSave(
    'afterTrigger',
    forObject('Lead', ({ records, attempt }) => {
      org.write(admin, 'insert', 'Account', { Name: `${records.length} in attempt ${attempt}` });
    }),
  );
  inserted(opened, ['A', 'Bad', 'B'], false);
  await Promise.resolve();
  assert.deepEqual(reported, ['2 in attempt 2']);
  assert.deepEqual(
    opened.rows('SELECT Name FROM Account').map(({ Name }) => Name),
    reported,
  );
});

test('an unknown object is the result of each record', () => {
  const { org, admin } = openedOrg();
  const results = org.writeMany(admin, 'insert', 'Nothing__c', [{}, {}], { allOrNone: false });
  assert.deepEqual(codes(results), ['INVALID_TYPE', 'INVALID_TYPE']);
});
