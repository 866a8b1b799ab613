import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countLeftOut, toLeftOutResult } from '../../../../scoring-service/src/domain/evaluation/run-counts.ts';
import {
  openRecords,
  recordIdProblem,
  requireWholeCondition,
} from '../../../../scoring-service/src/domain/scoring/record-selection.ts';

test('an id belongs to the object by its first three letters', () => {
  assert.equal(recordIdProblem('Lead', '00Q000000000001EAA'), undefined);
  assert.match(recordIdProblem('Lead', '003000000000001EAA')?.actions.join() ?? '', /begins with 00Q/);
  assert.equal(recordIdProblem('Contact', '00Q00000000000')?.kind, 'record.not-scorable');
});

test('a condition that would leave its brackets is refused, with what is wrong', () => {
  const broken: [string, RegExp][] = [
    ["Name = 'x') OR (Id != null", /closes that was not opened/],
    ["(Name = 'x'", /bracket does not close/],
    ["Name = 'x", /quote does not close/],
    ["Name = 'x\\'", /quote does not close/],
    [')', /closes that was not opened/],
  ];
  for (const [where, message] of broken) {
    assert.throws(() => requireWholeCondition(where), { kind: 'request.invalid', message }, where);
  }
});

test('brackets and quotes within a quoted text are text', () => {
  for (const where of ["Name = ')'", "Name = '(' AND (City = 'a\\'b)')", 'Id IN (SELECT LeadId FROM CampaignMember)']) {
    assert.doesNotThrow(() => requireWholeCondition(where), where);
  }
});

test('whatever passes keeps the brackets around it a pair', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('(', ')', "'", '\\', 'a', ' ') }), (where) => {
      try {
        requireWholeCondition(where);
      } catch {
        fc.pre(false);
      }
      let depth = 0;
      for (const [, quoted = ''] of [`(${where})`].map((text) => ['', text.replace(/'(?:\\.|[^'\\])*'/g, '')])) {
        for (const [at, character] of [...quoted].entries()) {
          depth += Number(character === '(') - Number(character === ')');
          assert.ok(depth > 0 || at === quoted.length - 1);
        }
      }
      assert.equal(depth, 0);
    }),
  );
});

test('only open leads are selected', () => {
  assert.equal(openRecords('Lead', "City = 'x' OR City = 'y'"), "IsConverted = false AND (City = 'x' OR City = 'y')");
  assert.equal(openRecords('Account', 'Id != null'), 'Id != null');
});

const lead = '00Q000000000001EAA';

test('a record that cannot be scored says whether it is gone, closed or of another object', () => {
  const error = (recordId: string, isClosed: boolean): string =>
    toLeftOutResult('Lead', { recordId, isClosed }).error ?? '';
  assert.match(error(lead, false), /no record with this id/);
  assert.match(error(lead, true), /closed/);
  assert.match(error('003000000000001AAA', false), /not of one/);
});

test('records that cannot be scored count as read and failed, by their reason', () => {
  const before = { read: 5, scored: 4, changed: 3, skipped: 1, failed: 0, skippedReasons: [] };
  const results = [true, true, false].map((isClosed) => toLeftOutResult('Lead', { recordId: lead, isClosed }));
  const after = countLeftOut(before, results);
  assert.deepEqual([after.read, after.scored, after.failed], [8, 4, 3]);
  assert.deepEqual(
    after.skippedReasons.map(({ count }) => count),
    [2, 1],
  );
});
