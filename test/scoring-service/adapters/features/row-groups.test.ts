import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { splitRows } from '@plumbline/learning';
import fc from 'fast-check';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { caseCount } from '../../../depth.ts';
import { at, change, lead, madeUpPlan } from './made-up-org.ts';
import { account, accountId, accountPlan, contactPlan, learnAll, opportunity, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

/** A person of the made-up orgs: what it has, and what it had before. */
type Person = { key?: number | undefined; earlierKey?: number | undefined; account?: number | undefined };
type MadeContact = Person & { earlierAccount?: number | undefined };
type MadeLead = Person & { convertedInto?: number | undefined };
type MadeOrg = { contacts: MadeContact[]; leads: MadeLead[] };

const contactId = (index: number): string => `003${String(index).padStart(12, '0')}AAA`;
const leadId = (index: number): string => `00Q${String(index).padStart(12, '0')}AAA`;
const keyOf = (key: number | undefined): string | undefined => (key === undefined ? undefined : `key-${key}`);
const defined = (texts: (string | undefined)[]): string[] => texts.filter((text) => text !== undefined);
const accounts = 6;

function rowsOf({ contacts, leads }: MadeOrg): SourceRows {
  const changes = <Of extends Person>(people: Of[], parent: string, idOf: (index: number) => string): SourceRow[] =>
    people.flatMap(({ key, earlierKey }, index) =>
      earlierKey === undefined
        ? []
        : [
            {
              ...{ id: `017-${parent}-${index}`, [parent]: idOf(index), field: 'Email', created_date: at(100) },
              ...{ old_key: keyOf(earlierKey), new_key: keyOf(key) },
            },
          ],
    );
  const people: SourceRows = {
    account: Array.from({ length: accounts }, (_, index) => account(index)),
    contact: contacts.map(({ key, account: number }, index) => ({
      ...{ id: contactId(index), created_date: at(-400), email_key: keyOf(key) },
      account_id: number === undefined ? undefined : accountId(number),
    })),
    contact_history: [
      ...changes(contacts, 'contact_id', contactId),
      ...contacts.flatMap(({ account: to, earlierAccount: from }, index) =>
        from === undefined
          ? []
          : [
              {
                ...{ id: `017-move-${index}`, contact_id: contactId(index), field: 'Account', created_date: at(90) },
                ...{ old_value: accountId(from), new_value: to === undefined ? undefined : accountId(to) },
              },
            ],
      ),
    ],
    lead: leads.map(({ key, account: number, convertedInto }, index) => ({
      ...lead(leadId(index), { created_date: at(index * 7), email_key: keyOf(key) }),
      ...(convertedInto !== undefined && {
        ...{ is_converted: 'true', converted_contact_id: contactId(convertedInto), status: 'Won' },
        converted_account_id: number === undefined ? undefined : accountId(number),
      }),
    })),
    lead_history: [
      ...changes(leads, 'lead_id', leadId),
      ...leads.flatMap(({ convertedInto }, index) =>
        convertedInto === undefined ? [] : [change(leadId(index), 120 + index * 7, 'leadConverted')],
      ),
    ],
  };
  return together(people, opportunity('0061', [[-300, 'New']], { number: 0 }));
}

/** What each record is known by: its id, its addresses, its accounts and what it was converted into, at whatever time. */
function namesOf({ contacts, leads }: MadeOrg): Map<string, string[]> {
  const names = new Map<string, string[]>();
  contacts.forEach(({ key, earlierKey, account: now, earlierAccount }, index) => {
    const stood = [now, earlierAccount].map((number) => (number === undefined ? undefined : accountId(number)));
    names.set(contactId(index), defined([contactId(index), keyOf(key), keyOf(earlierKey), ...stood]));
  });
  leads.forEach(({ key, earlierKey, account: number, convertedInto }, index) => {
    const became =
      convertedInto === undefined
        ? []
        : [contactId(convertedInto), number === undefined ? undefined : accountId(number)];
    names.set(leadId(index), defined([leadId(index), keyOf(key), keyOf(earlierKey), ...became]));
  });
  for (let index = 0; index < accounts; index += 1) names.set(accountId(index), [accountId(index)]);
  return names;
}

/** Puts records that share a name, over however many others, together: by sweeping until nothing changes. */
function partsOf(names: Map<string, string[]>): Map<string, string> {
  const partOf = new Map<string, string>([...names].flatMap(([, all]) => all.map((name) => [name, name])));
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const all of names.values()) {
      const [least = ''] = all.map((name) => partOf.get(name) ?? '').sort();
      for (const name of all) {
        if (partOf.get(name) === least) continue;
        partOf.set(name, least);
        isChanged = true;
      }
    }
  }
  return new Map([...names.keys()].map((id) => [id, partOf.get(id) ?? '']));
}

const maybe = (limit: number) => fc.option(fc.nat(limit), { nil: undefined, freq: 1 });
const person = { key: maybe(9), earlierKey: fc.option(fc.nat(9), { nil: undefined, freq: 4 }), account: maybe(5) };
const orgs: fc.Arbitrary<MadeOrg> = fc.record({
  contacts: fc.array(fc.record({ ...person, earlierAccount: fc.option(fc.nat(5), { nil: undefined, freq: 3 }) }), {
    ...{ minLength: 8, maxLength: 12 },
  }),
  leads: fc.array(fc.record({ ...person, convertedInto: fc.option(fc.nat(7), { nil: undefined, freq: 2 }) }), {
    ...{ minLength: 4, maxLength: 10 },
  }),
});

const plans: Record<string, SourcePlan> = {
  lead: madeUpPlan().plan,
  contact: contactPlan(),
  account: accountPlan(),
};

for (const [object, plan] of Object.entries(plans)) {
  test(`no contact, address or account of a ${object} goal stands on both sides of a split`, async () => {
    let splits = 0;
    await fc.assert(
      fc.asyncProperty(orgs, async (org) => {
        const { rows, recordIds } = await learnAll(engine, plan, rowsOf(org));
        const names = namesOf(org);
        const parts = partsOf(names);
        const groupOf = new Map(recordIds.map((id, row) => [id, rows.groups[row]]));
        const together = (of: (id: string) => string | undefined): string[][] =>
          [...Map.groupBy([...groupOf.keys()].sort(), of).values()].map((ids) => [...ids]);
        assert.deepEqual(together((id) => groupOf.get(id)).sort(), together((id) => parts.get(id)).sort());

        const { train, test: tested } = splitRows(rows, { seed: 1, gapMs: 0 });
        const namesIn = (side: Uint32Array): Set<string> =>
          new Set(Array.from(side).flatMap((row) => names.get(recordIds[row] ?? '') ?? []));
        if (train.length > 0 && tested.length > 0) splits += 1;
        assert.deepEqual([...namesIn(train).intersection(namesIn(tested))], []);
      }),
      { numRuns: caseCount(3, 60), seed: 20_250_101 },
    );
    assert.ok(splits > 0, 'no split had rows on both sides');
  });
}
