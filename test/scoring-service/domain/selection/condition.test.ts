import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openRecords, requireWholeCondition } from '../../../../scoring-service/src/domain/selection/condition.ts';

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
