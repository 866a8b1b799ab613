import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillReferences, fillText } from '../../src/server/routes/references.ts';

const bodies = new Map<string, unknown>([
  ['lead', { id: '00Q', NumberOfEmployees: 12 }],
  ['found', { records: [{ Email: 'a@b.test' }] }],
  ['many', [{ id: '001' }, { id: '002' }]],
]);

test('references are filled in at any depth, and one that is all of a text keeps its type', () => {
  const body = {
    a: '@{lead.NumberOfEmployees}',
    b: ['x @{lead.NumberOfEmployees}'],
    c: { d: '@{found.records[0].Email}' },
  };
  assert.deepEqual(fillReferences(bodies, body), { a: 12, b: ['x 12'], c: { d: 'a@b.test' } });
  assert.equal(fillText(bodies, '/sobjects/Account/@{many[1].id}'), '/sobjects/Account/002');
});

test('a text without references is unchanged', () => {
  assert.deepEqual(fillReferences(bodies, ['{lead.id}', '@lead', null, 3, true]), [
    '{lead.id}',
    '@lead',
    null,
    3,
    true,
  ]);
});

test('an unresolved reference halts', () => {
  const code = { code: 'PROCESSING_HALTED' };
  assert.throws(() => fillText(bodies, '@{nobody.id}'), code);
  assert.throws(() => fillText(bodies, '@{found.records[1].Email}'), code);
  assert.throws(() => fillReferences(bodies, { a: '@{lead.Title}' }), code);
});
