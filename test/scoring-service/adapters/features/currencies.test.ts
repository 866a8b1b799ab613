import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { accountGoal } from '../../domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../domain/features/org-facts.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { at, day } from './made-up-org.ts';
import { account, accountId, contact, opportunity, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

test('an opportunity reaches a goal by its amount in the corporate currency of that day', async () => {
  const facts = orgFacts();
  const currency = fact('CurrencyIsoCode', 'picklist');
  const conditions = [{ field: 'Amount', operator: 'greater or equal' as const, values: ['1000'] }];
  const plan = planSource(accountGoal({ conditions }), {
    ...facts,
    Opportunity: [...(facts['Opportunity'] ?? []), currency],
    CurrencyType: [fact('Id', 'id'), fact('IsoCode'), fact('ConversionRate', 'double')],
    DatedConversionRate: [
      fact('Id', 'id'),
      fact('IsoCode'),
      fact('ConversionRate', 'double'),
      fact('StartDate', 'date'),
    ],
  });
  const deal = (number: number, days: number, currency_iso: string, amount: string) => {
    const rows = opportunity(`006${number}`, [[days, 'Prospecting']], { number });
    const [own] = rows.opportunity ?? [];
    return { ...rows, opportunity: [{ ...own, currency_iso, condition_Amount: amount }] };
  };
  const rows = together(
    { account: [1, 2, 3, 4].map((number) => account(number)) },
    deal(1, 10, 'USD', '1000'),
    deal(2, 10, 'EUR', '600'),
    deal(3, 60, 'EUR', '600'),
    deal(4, 10, 'GBP', '900'),
    {
      currency_type: [
        { id: '1', iso_code: 'USD', conversion_rate: '1' },
        { id: '2', iso_code: 'EUR', conversion_rate: '1' },
        { id: '3', iso_code: 'GBP', conversion_rate: '0.8' },
      ],
      dated_rate: [
        { id: '4', iso_code: 'EUR', start_date: at(0).slice(0, 10), conversion_rate: '0.5' },
        { id: '5', iso_code: 'EUR', start_date: at(50).slice(0, 10), conversion_rate: '0.9' },
      ],
    },
  );
  const session = await engine.open(plan, { rows });
  const { recordIds } = await session.reachedGoal();
  await session.close();
  assert.deepEqual(recordIds, [accountId(1), accountId(2), accountId(4)]);
});

const currencyFacts = (): OrgFacts => {
  const facts = orgFacts();
  const currency = fact('CurrencyIsoCode', 'picklist');
  const account = [...(facts['Account'] ?? []), currency];
  return {
    ...facts,
    Account: account,
    Contact: [
      ...(facts['Contact'] ?? []).filter(({ name }) => name !== 'AccountId'),
      fact('AccountId', 'reference', { referenceTo: ['Account'], relationshipName: 'Account' }),
      currency,
    ],
    CurrencyType: [fact('Id', 'id'), fact('IsoCode'), fact('ConversionRate', 'double')],
  };
};
const currencyRows = {
  currency_type: [
    { id: '1', iso_code: 'USD', conversion_rate: '1' },
    { id: '2', iso_code: 'JPY', conversion_rate: '150' },
  ],
};

/** Which records of the object a segment leaves out. */
async function leftOut(object: 'Account' | 'Contact', field: string, rows: SourceRows): Promise<boolean[]> {
  const segment = [{ field, operator: 'greater or equal' as const, values: ['1000'] }];
  const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
  const plan = planSource(accountGoal({ object, conditions, segment }), currencyFacts());
  const session = await (await engine).open(plan, { rows: { ...rows, ...currencyRows } });
  await session.prepareScoring({ asOf: day(100), qualifiedStatuses: [], segment });
  const { candidates } = await session.scoringRows({ limit: 10 });
  await session.close();
  return candidates.map(({ exclusion }) => exclusion === "Not in this goal's segment");
}

test('a segment compares amounts in the corporate currency, those of a parent by the currency of the parent', async () => {
  const amounts = [
    ['USD', '1000'],
    ['USD', '999'],
    ['JPY', '2000'],
    ['JPY', '150000'],
  ] as const;
  const accounts = amounts.map(([currency_iso, amount], index) =>
    account(index + 1, { currency_iso, segment_annualrevenue: amount }),
  );
  assert.deepEqual(await leftOut('Account', 'AnnualRevenue', { account: accounts }), [false, true, true, false]);
  const contacts = amounts.map(([currency, amount], index) => ({
    ...contact(`00300000000000${index}AAA`),
    currency_iso: 'USD',
    segment_account__annualrevenue: amount,
    segment_account__currencyisocode: currency,
  }));
  assert.deepEqual(await leftOut('Contact', 'Account.AnnualRevenue', { contact: contacts }), [
    false,
    true,
    true,
    false,
  ]);
});
