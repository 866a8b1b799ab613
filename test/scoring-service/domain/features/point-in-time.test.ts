import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { rebuiltFields } from '../../../../scoring-service/src/domain/features/point-in-time.ts';
import type { HistoryStart } from '../../../../scoring-service/src/domain/features/point-in-time.ts';
import { accountGoal, contactGoal, leadGoal } from './lead-goal.ts';
import { orgFacts } from './org-facts.ts';

const since = (...fields: string[]): Record<string, number> => Object.fromEntries(fields.map((field) => [field, 100]));
const times = Float64Array.from({ length: 100 }, (_, row) => 200 + row);

/** The inputs among `names` that are called point-in-time with such histories. */
function known(
  plan: ReturnType<typeof planSource>,
  history: HistoryStart,
  names: readonly string[],
  of = times,
): string[] {
  const fields = rebuiltFields(plan, { history, times: of });
  return fields.filter(({ name, isPointInTime }) => isPointInTime && names.includes(name)).map(({ name }) => name);
}

const byContact = { accountMatching: { emailDomain: false, website: false, companyName: false } };
const leads = planSource(leadGoal({ settings: byContact }), orgFacts());
const linked = ['has_contact', 'has_account', 'leads_of_person'];

test('an account by the company of a lead is known at past dates only where what is compared has a history too', () => {
  const matched = ['has_account', 'account_found_by'];
  const links = { lead: since('Email'), contact: since('Email', 'Account') };
  const byCompany = planSource(leadGoal(), orgFacts());
  assert.deepEqual(known(byCompany, links, matched), []);
  const companies = { ...links, lead: since('Email', 'Website', 'Company'), account: since('Website') };
  assert.deepEqual(known(byCompany, companies, matched), []);
  assert.deepEqual(known(byCompany, { ...companies, account: since('Website', 'Name') }, matched), matched);
  const byDomain = planSource(
    leadGoal({ settings: { accountMatching: { emailDomain: true, website: false, companyName: false } } }),
    orgFacts(),
  );
  assert.deepEqual(known(byDomain, { ...links, account: since('Website') }, matched), matched);
});

test('who a lead belongs to is known at past dates only where addresses, and the account of a contact, have a history', () => {
  assert.deepEqual(known(leads, {}, linked), []);
  assert.deepEqual(known(leads, { contact: since('Email', 'Account') }, linked), []);
  const addresses = { lead: since('Email'), contact: since('Email') };
  assert.deepEqual(known(leads, addresses, linked), ['has_contact', 'leads_of_person']);
  const all = { ...addresses, contact: since('Email', 'Account') };
  assert.deepEqual(known(leads, all, linked), ['has_contact', 'has_account', 'leads_of_person']);
});

test('a value is known where every record that it is read from has a history of it and the link to that record is known', () => {
  const names = ['industry', 'has_mobile_phone', 'completeness'];
  const links = { lead: since('Email'), contact: since('Email', 'Account') };
  assert.deepEqual(known(leads, { ...links, lead: since('Email', 'Industry') }, names), []);
  const industry = { ...links, lead: since('Email', 'Industry'), account: since('Industry') };
  assert.deepEqual(known(leads, industry, names), ['industry']);
  assert.deepEqual(known(leads, { lead: since('Industry'), account: since('Industry') }, names), []);
  const phones = { lead: since('Email', 'MobilePhone'), contact: since('Email', 'MobilePhone') };
  assert.deepEqual(known(leads, phones, names), ['has_mobile_phone']);
});

test('a history that begins after more than a twentieth of the observation dates is not enough', () => {
  const history = (from: number): HistoryStart => ({ lead: { Email: from }, contact: { Email: from } });
  assert.deepEqual(known(leads, history(205), ['has_contact']), ['has_contact']);
  assert.deepEqual(known(leads, history(206), ['has_contact']), []);
  assert.deepEqual(
    known(
      leads,
      history(100),
      ['has_contact'],
      times.map(() => Number.NaN),
    ),
    [],
  );
});

test('what is computed of dates is always known, and nothing is that a goal learns from records as they stand', () => {
  const computed = ['calls_30_days', 'age_days', 'campaigns'];
  assert.deepEqual(known(leads, {}, computed).toSorted(), computed.toSorted());
  const asTheyStand = planSource(leadGoal({ settings: { learnFrom: 'creation' } }), orgFacts());
  const all = { lead: since('Email'), contact: since('Email', 'Account') };
  assert.deepEqual(known(asTheyStand, all, linked), []);
});

test('the people of accounts and the leads of contacts are known by the moves of contacts and by addresses', () => {
  const accounts = planSource(accountGoal({ settings: byContact }), orgFacts());
  const people = ['contacts', 'open_leads', 'leads_of_people'];
  assert.deepEqual(known(accounts, { contact: since('Account') }, people), ['contacts']);
  const all = { lead: since('Email'), contact: since('Email', 'Account') };
  assert.deepEqual(known(accounts, all, people).toSorted(), people.toSorted());
  const contacts = planSource(contactGoal(), orgFacts());
  assert.deepEqual(known(contacts, { contact: since('Account') }, linked), ['has_account']);
});
