import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describedObjects } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { liveCountQueries } from '../../../../scoring-service/src/domain/quality/live-counts.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

test('amounts are read in the corporate currency, of the lead and of its account, however they are read', async (t) => {
  const org = await startScoringOrg({ features: ['MultiCurrency', 'AdvancedCurrency'] });
  t.after(() => org.stop());
  insert(org, 'CurrencyType', { IsoCode: 'EUR', ConversionRate: 0.8, IsActive: true });
  insert(org, 'DatedConversionRate', { IsoCode: 'EUR', StartDate: '2020-01-01', ConversionRate: 0.5 });
  const leadOf = (values: object): string => insert(org, 'Lead', { LastName: 'L', Company: 'C', ...values });
  const account = insert(org, 'Account', { Name: 'Acme', AnnualRevenue: 400, CurrencyIsoCode: 'EUR' });
  insert(org, 'Contact', { LastName: 'L', AccountId: account, Email: 'l@acme.test' });
  const ids = [
    leadOf({ AnnualRevenue: 100 }),
    leadOf({ AnnualRevenue: 100, CurrencyIsoCode: 'EUR' }),
    leadOf({ Email: 'l@acme.test' }),
    leadOf({ AnnualRevenue: 100, CurrencyIsoCode: 'JPY' }),
  ];
  const features = await featuresOf(org, insertGoal(org), ids);
  assert.deepEqual(
    features.map((row) => row['annual_revenue']),
    [100, 125, 500, undefined],
  );
});

test('readiness counts the records of a segment by their amounts in the corporate currency', async (t) => {
  const org = await startScoringOrg({ features: ['MultiCurrency'] });
  t.after(() => org.stop());
  insert(org, 'CurrencyType', { IsoCode: 'JPY', ConversionRate: 150, IsActive: true });
  for (const [CurrencyIsoCode, AnnualRevenue] of [
    ['USD', 1000],
    ['JPY', 2000],
    ['JPY', 150_000],
    ['USD', 999],
  ]) {
    insert(org, 'Lead', { LastName: 'L', Company: 'C', CurrencyIsoCode, AnnualRevenue });
  }
  const segment = [{ field: 'AnnualRevenue', operator: 'greater or equal', values: ['1000'] }];
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(insertGoal(org, { Segment__c: JSON.stringify(segment) }));
  const facts = await salesforce.describe(describedObjects(goal));
  const currency = await salesforce.corporateCurrency();
  assert.equal(currency, 'USD');
  const afterwards = new Date(Date.now() + 400 * 86_400_000);
  const queries = liveCountQueries(goal, { facts, currency }, afterwards);
  const open = queries.find(({ name, period }) => name === 'nonConversions' && period === 'total');
  assert.equal(await salesforce.count(open?.soql ?? ''), 2);
});
