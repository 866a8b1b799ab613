import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insert, insertGoal, startScoringOrg } from './connected-org.ts';
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
