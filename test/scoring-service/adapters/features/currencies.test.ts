import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { accountGoal } from '../../domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../domain/features/org-facts.ts';
import { at } from './made-up-org.ts';
import { account, accountId, opportunity, together } from './made-up-people.ts';

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
