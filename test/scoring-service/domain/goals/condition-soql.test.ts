import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoalCondition } from '@plumbline/contract';
import { goalClause } from '../../../../scoring-service/src/domain/goals/condition-soql.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { adminUsername, openOrg } from '../../../local-org/src/index.ts';
import { fact } from '../features/org-facts.ts';

const org = openOrg();
const admin = org.userId(adminUsername) ?? '';
const leads = [
  { LastName: 'One', Company: "O'Brien 50%_", LeadSource: 'Web', AnnualRevenue: 10, DoNotCall: true },
  { LastName: 'Two', Company: 'Brienz 500', LeadSource: 'Phone', AnnualRevenue: 20 },
  { LastName: 'Three', Company: 'C\\D', AnnualRevenue: 30 },
];
for (const lead of leads) assert.ok(org.write(admin, 'insert', 'Lead', lead).success);

const company = fact('Company');
const source = fact('LeadSource', 'picklist');
const revenue = fact('AnnualRevenue', 'currency');
const of = (operator: GoalCondition['operator'], ...values: string[]): GoalCondition => ({
  field: 'x',
  operator,
  values,
});

const cases: [condition: GoalCondition, field: ReturnType<typeof fact>, soql: string, found: string[]][] = [
  [of('equals', 'web', 'Phone'), source, "LeadSource IN ('web', 'Phone')", ['One', 'Two']],
  [of('equals', ' Web '), source, "LeadSource IN ('Web')", ['One']],
  [of('greater than', ' 20'), revenue, 'AnnualRevenue > 20', ['Three']],
  [of('changes to', 'Web'), source, "LeadSource IN ('Web')", ['One']],
  [of('not equals', 'Web'), source, "LeadSource NOT IN ('Web')", ['Two', 'Three']],
  [of('changes from', 'Web'), source, "LeadSource NOT IN ('Web')", ['Two', 'Three']],
  [of('is set'), source, 'LeadSource != null', ['One', 'Two']],
  [of('is not set'), source, 'LeadSource = null', ['Three']],
  [of('greater than', '20'), revenue, 'AnnualRevenue > 20', ['Three']],
  [of('greater or equal', '20'), revenue, 'AnnualRevenue >= 20', ['Two', 'Three']],
  [of('less than', '15.5', '-3'), revenue, '(AnnualRevenue < 15.5 OR AnnualRevenue < -3)', ['One']],
  [of('less or equal', '20'), revenue, 'AnnualRevenue <= 20', ['One', 'Two']],
  [of('contains', 'brien'), company, "Company LIKE '%brien%'", ['One', 'Two']],
  [of('contains', '0%_'), company, String.raw`Company LIKE '%0\%\_%'`, ['One']],
  [of('starts with', "O'", 'C\\'), company, String.raw`(Company LIKE 'O\'%' OR Company LIKE 'C\\%')`, ['One', 'Three']],
  [of('equals', 'true'), fact('DoNotCall', 'boolean'), 'DoNotCall IN (true)', ['One']],
  [
    of('greater than', '2020-01-01T00:00:00Z'),
    fact('CreatedDate', 'datetime'),
    'CreatedDate > 2020-01-01T00:00:00Z',
    ['One', 'Two', 'Three'],
  ],
];
for (const [condition, field, soql, found] of cases) {
  test(`${condition.operator} becomes ${soql} and finds ${found.join(', ')}`, () => {
    assert.equal(goalClause(condition, field), soql);
    const { rows } = org.query(admin, `SELECT LastName FROM Lead WHERE ${soql} ORDER BY CreatedDate, Id`);
    assert.deepEqual(
      Array.from(rows, ({ LastName }) => LastName),
      found,
    );
  });
}

test('in an org of several currencies an amount is compared in the corporate currency, other numbers as they are', () => {
  const inEuros = { currency: 'EUR' };
  const amount = fact('AnnualRevenue', 'currency');
  assert.equal(goalClause(of('greater than', '1000.5'), amount, inEuros), 'AnnualRevenue > EUR1000.5');
  assert.equal(goalClause(of('equals', '1', '2'), amount, inEuros), 'AnnualRevenue IN (EUR1, EUR2)');
  assert.equal(goalClause(of('less than', '-1'), amount, inEuros), 'AnnualRevenue < -1');
  assert.equal(goalClause(of('is set'), amount, inEuros), 'AnnualRevenue != null');
  assert.equal(goalClause(of('less than', '5'), fact('Visits__c', 'double'), inEuros), 'Visits__c < 5');
});

test('a value of another type is refused, so that nothing but a value gets into the query', () => {
  const wrong: [value: string, type: string][] = [
    ['1 OR Id != null', 'double'],
    ['yes', 'boolean'],
    ['TODAY', 'date'],
    ['2026-01-01 or later', 'datetime'],
  ];
  for (const [value, type] of wrong) {
    assert.throws(
      () => goalClause(of('equals', value), fact('Field__c', type)),
      (error: unknown) =>
        error instanceof ScoringError && error.kind === 'goal.invalid' && !error.message.includes(value),
    );
  }
});
