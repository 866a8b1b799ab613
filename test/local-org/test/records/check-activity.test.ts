import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openedOrg } from '../engine/opened-org.ts';

const { insert, org, refused, rows, admin } = openedOrg();
const lead = insert('Lead', { LastName: 'L', Company: 'C' });
const account = insert('Account', { Name: 'A' });

for (const [object, more] of [
  ['Task', {}],
  ['Event', { StartDateTime: '2026-03-01T10:00:00Z', DurationInMinutes: 30 }],
] as const) {
  test(`a ${object} about a lead is related to nothing else, new or changed`, () => {
    const expected = { statusCode: 'FIELD_INTEGRITY_EXCEPTION', fields: ['WhoId', 'WhatId'] };
    const [error] = refused('insert', object, { WhoId: lead, WhatId: account, ...more });
    assert.deepEqual({ statusCode: error?.statusCode, fields: error?.fields }, expected);
    const id = insert(object, { WhoId: lead, ...more });
    assert.equal(refused('update', object, { Id: id, WhatId: account })[0]?.statusCode, expected.statusCode);
  });

  test(`a recurring ${object} is refused with the fields that it lacks`, () => {
    const [error] = refused('insert', object, { IsRecurrence: true, ...more });
    assert.equal(error?.statusCode, 'REQUIRED_FIELD_MISSING');
    const start = object === 'Task' ? 'RecurrenceStartDateOnly' : 'RecurrenceStartDateTime';
    assert.deepEqual(error.fields, [start, 'RecurrenceEndDateOnly', 'RecurrenceType']);
  });

  test(`an archived ${object} shows where deleted records do`, () => {
    const id = org.nextId(object);
    org.insertRaw(object, [{ Id: id, WhatId: account, IsArchived: 1, IsDeleted: 0 }]);
    const soql = `SELECT Id FROM ${object} WHERE Id = '${id}'`;
    assert.deepEqual([rows(soql).length, rows(soql, admin, { includeDeleted: true }).length], [0, 1]);
    const children = `SELECT Id, (SELECT Id FROM ${object}s) FROM Account WHERE Id = '${account}'`;
    assert.equal(rows(children)[0]?.[`${object}s`], null);
  });
}
