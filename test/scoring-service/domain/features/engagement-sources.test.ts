import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packagedEngagement } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { mainReason } from '../../../../scoring-service/src/domain/evaluation/main-reason.ts';
import { sourcedFields } from '../../../../scoring-service/src/domain/features/feature-sources.ts';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { eventFields, kinds, withEvents } from './event-facts.ts';
import { leadGoal } from './lead-goal.ts';
import { fact, orgFacts } from './org-facts.ts';

type Sources = Goal['settings']['engagementSources'];

const planOf = (engagementSources?: Sources, facts: OrgFacts = withEvents()) =>
  planSource(leadGoal({ settings: { ...(engagementSources && { engagementSources }) } }), facts);
const tablesOf = (...asked: Parameters<typeof planOf>) =>
  planOf(...asked).tables.filter(({ name }) => name.startsWith('engagement'));
const inputsOf = (...asked: Parameters<typeof planOf>): string[] =>
  planOf(...asked).fields.flatMap(({ name }) => (/web_|landing/.test(name) ? [name] : []));

const visits = { ...packagedEngagement, object: 'Visit__c' };

test('without a setting the object of the package is read where the org has it, and its picklist names the kinds', () => {
  assert.deepEqual(
    tablesOf().map(({ name, object }) => [name, object]),
    [['engagement_event', 'Engagement_Event__c']],
  );
  const counted = kinds.map((_, position) => `web_kind_${position + 1}_90_days`);
  assert.deepEqual(
    inputsOf().filter((name) => name.startsWith('web_kind')),
    counted,
  );
  assert.deepEqual(planOf().eventKinds, kinds);
  assert.equal(inputsOf().length, 8 + kinds.length);
  assert.deepEqual(tablesOf(undefined, orgFacts()), []);
  assert.deepEqual(inputsOf(undefined, orgFacts()), []);
  assert.deepEqual(inputsOf([]), []);
});

test('pages leave the org as pages and addresses as keys', () => {
  const [table] = tablesOf();
  const protection = Object.fromEntries(table?.columns.map((column) => [column.path, column.protection]) ?? []);
  assert.deepEqual([protection['Page__c'], protection['Email__c'], protection['Kind__c']], ['page', 'key', 'none']);
});

test('fields of another kind, and an address that cannot be filtered, are not read; without a person nothing is', () => {
  const change = (name: string, type: string, more: object = {}): OrgFacts => ({
    ...withEvents(),
    Engagement_Event__c: eventFields().map((one) => (one.name === name ? fact(name, type, more) : one)),
  });
  const columnsOf = (facts: OrgFacts) => tablesOf(undefined, facts)[0]?.columns.map(({ column }) => column);
  assert.ok(!columnsOf(change('Lead__c', 'reference', { referenceTo: ['User'] }))?.includes('lead_id'));
  assert.ok(!columnsOf(change('Email__c', 'email', { isFilterable: false }))?.includes('email_key'));
  assert.ok(columnsOf(change('Page__c', 'double'))?.includes('kind'));
  assert.ok(!inputsOf(undefined, change('Page__c', 'double')).includes('first_landing_page'));
  assert.equal(columnsOf(change('Occurred_At__c', 'string')), undefined);
  const onlyPage = { object: 'Visit__c', lead: 'Page__c', date: 'Occurred_At__c' };
  assert.deepEqual(tablesOf([onlyPage]), []);
});

test('an amount of money is read with its currency, another number without', () => {
  const withCurrency = (type: string): OrgFacts => ({
    ...withEvents(),
    Engagement_Event__c: [...eventFields(), fact('CurrencyIsoCode', 'picklist')].map((one) =>
      one.name === 'Value__c' ? fact('Value__c', type) : one,
    ),
  });
  const hasCurrency = (type: string) =>
    tablesOf(undefined, withCurrency(type))[0]?.columns.some(({ column }) => column === 'currency_iso');
  assert.deepEqual([hasCurrency('currency'), hasCurrency('double')], [true, false]);
});

test('an input of events is for who may read every object that they come from', () => {
  const sources = sourcedFields(planOf([packagedEngagement, visits])).find(({ name }) => name === 'last_landing_page');
  assert.deepEqual(sources?.sources, [
    ...['Engagement_Event__c', 'Engagement_Event__c.Occurred_At__c', 'Engagement_Event__c.Page__c'],
    ...['Visit__c', 'Visit__c.Occurred_At__c', 'Visit__c.Page__c'],
  ]);
});

test('the first reason names events of the package, which all who see scores may read, and no others', () => {
  const reasonOf = (engagementSources?: Sources, field = 'web_events_30_days', language: 'en' | 'de' = 'en') =>
    mainReason([{ field, contribution: 1 }], planOf(engagementSources).fields, {
      ...{ visibleFields: [], language, current: undefined },
    });
  assert.equal(reasonOf(), 'The number of website events in the last 30 days raises the score.');
  assert.equal(
    reasonOf(undefined, 'web_kind_2_90_days', 'de'),
    'Website-Ereignisse der Art „Form“ in den letzten 90 Tagen: erhöht den Prognosewert.',
  );
  assert.equal(reasonOf([packagedEngagement, visits]), undefined);
  assert.equal(reasonOf([visits], 'web_kind_2_90_days'), undefined);
});
