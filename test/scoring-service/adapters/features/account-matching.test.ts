import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, day, dayMs, lead, madeUpPlan, valueIn } from './made-up-org.ts';
import { account, accountId, accountPlan, contact, learnAll, opportunity, scoreAll } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const leadPlan = madeUpPlan({ qualifiedStatuses: [] }).plan;

/** The account of each lead today, by its number, and how it was found. */
async function found(rows: SourceRows, plan: SourcePlan = leadPlan) {
  const { candidates, table } = await scoreAll(engine, plan, rows);
  return Object.fromEntries(
    candidates.map(({ recordId }, row) => [
      recordId,
      [valueIn(table, 'industry', row), valueIn(table, 'account_found_by', row)],
    ]),
  );
}

/** The industry of an account tells which one a lead has. */
const named = (number: number, fields: SourceRow = {}): SourceRow =>
  account(number, { industry: `account ${number}`, ...fields });

const ways: SourceRows = {
  account: [
    named(1, { website_key: 'acme.com', company_key: 'acme' }),
    named(2, { website_key: 'beta.com', company_key: 'beta' }),
    named(3, { company_key: 'gamma' }),
  ],
  contact: [contact('0031', { email_key: 'ada', account_id: accountId(3) })],
  lead: [
    lead('by contact', { email_key: 'ada', email_domain_key: 'acme.com' }),
    lead('by address', { email_domain_key: 'acme.com', website_key: 'beta.com', company_key: 'gamma' }),
    lead('by site', { email_domain_key: 'other.com', website_key: 'beta.com', company_key: 'gamma' }),
    lead('by name', { email_domain_key: 'other.com', website_key: 'other.com', company_key: 'gamma' }),
    lead('by nothing', { email_domain_key: 'other.com', company_key: 'delta' }),
  ],
};

test('a lead has the account of its contact, else of its address, of its web site or of its company’s name', async () => {
  assert.deepEqual(await found(ways), {
    'by contact': ['account 3', 'Contact'],
    'by address': ['account 1', 'E-mail domain'],
    'by site': ['account 2', 'Web site'],
    'by name': ['account 3', 'Company name'],
    'by nothing': [undefined, undefined],
  });
});

test('each way can be switched off', async () => {
  const without = (accountMatching: Record<string, boolean>) =>
    found(
      ways,
      madeUpPlan({
        qualifiedStatuses: [],
        settings: { accountMatching: { emailDomain: true, website: true, companyName: true, ...accountMatching } },
      }).plan,
    );
  assert.deepEqual((await without({ emailDomain: false }))['by address'], ['account 2', 'Web site']);
  assert.deepEqual((await without({ emailDomain: false, website: false }))['by address'], [
    'account 3',
    'Company name',
  ]);
  assert.deepEqual((await without({ companyName: false }))['by name'], [undefined, undefined]);
});

test('without any way, and for a plan of an earlier version, an account comes by contact alone', async () => {
  const off = { emailDomain: false, website: false, companyName: false };
  const { plan } = madeUpPlan({ qualifiedStatuses: [], settings: { accountMatching: off } });
  assert.ok(!plan.fields.some(({ name }) => name === 'account_found_by'));
  assert.deepEqual(
    plan.tables.flatMap(({ columns }) => columns.filter(({ protection }) => / key$/.test(protection))),
    [],
  );
  for (const stored of [plan, { ...plan, accountWays: undefined }]) {
    const { candidates, table } = await scoreAll(engine, stored, ways);
    const accounts = candidates.map(({ recordId }, row) => [recordId, valueIn(table, 'has_account', row)]);
    assert.deepEqual(Object.fromEntries(accounts)['by contact'], 1);
    assert.equal(accounts.filter(([, has]) => has === 1).length, 1);
  }
});

test('where several accounts share a domain, the name decides among them; else none is taken', async () => {
  const rows: SourceRows = {
    account: [
      named(1, { website_key: 'acme.com', company_key: 'acme' }),
      named(2, { website_key: 'acme.com', company_key: 'acme france' }),
      named(3, { company_key: 'elsewhere' }),
      named(4, { company_key: 'namesake' }),
      named(5, { company_key: 'namesake' }),
    ],
    lead: [
      lead('subsidiary', { email_domain_key: 'acme.com', company_key: 'acme france' }),
      lead('unclear', { email_domain_key: 'acme.com', company_key: 'acme spain' }),
      lead('contradictory', { email_domain_key: 'acme.com', company_key: 'elsewhere' }),
      lead('namesakes', { company_key: 'namesake' }),
    ],
  };
  assert.deepEqual(await found(rows), {
    subsidiary: ['account 2', 'Company name'],
    unclear: [undefined, undefined],
    contradictory: [undefined, undefined],
    namesakes: [undefined, undefined],
  });
});

test('a measurement counts the leads by the way their account was found, and those for which several accounts fit', async () => {
  const several = [named(7, { company_key: 'namesake' }), named(8, { company_key: 'namesake' })];
  const rows: SourceRows = {
    ...{ ...ways, account: [...(ways.account ?? []), ...several] },
    lead: [
      ...(ways.lead ?? []),
      lead('conflict', { company_key: 'namesake' }),
      lead('later', { created_date: at(101) }),
    ],
  };
  for (const plan of [leadPlan, accountPlan()]) {
    const session = await engine.open(plan, { rows });
    const { accountMatches } = await session.measure(day(100));
    await session.close();
    assert.deepEqual(accountMatches, {
      byWay: { 'Company name': 1, Contact: 1, 'E-mail domain': 1, 'Web site': 1 },
      conflicts: 1,
    });
  }
});

test('the name of an account with another domain than the lead is that of another company', async () => {
  const rows: SourceRows = {
    account: [named(1, { website_key: 'acme.com', company_key: 'acme' })],
    lead: [
      lead('with a domain', { email_domain_key: 'acme-works.com', company_key: 'acme' }),
      lead('without', { company_key: 'acme' }),
    ],
  };
  assert.deepEqual(await found(rows), {
    'with a domain': [undefined, undefined],
    without: ['account 1', 'Company name'],
  });
});

type Change = { days: number; before?: string };
type Keys = Record<string, string | undefined>;

/** The value of a column at a time, from today's value and the changes since. */
function valueAt(today: string | undefined, changes: readonly Change[], time: number): string | undefined {
  const later = changes.filter(({ days }) => day(days).getTime() > time).toSorted((a, b) => a.days - b.days);
  return later.length > 0 ? later[0]?.before : today;
}

type Subject = { created: number; keys: Keys; changes: Record<string, Change[]> };
type Org = { accounts: Subject[]; leads: (Subject & { contactOf?: number })[] };

const keysAt = ({ keys, changes }: Subject, time: number): Keys =>
  Object.fromEntries(Object.keys(keys).map((name) => [name, valueAt(keys[name], changes[name] ?? [], time)]));

/** The rule, written apart from the SQL: the number of the account of a lead at a time, and how it is found. */
function accountAt({ accounts }: Org, one: Org['leads'][number], time: number): [account?: number, way?: string] {
  if (one.contactOf !== undefined && day(accounts[one.contactOf]?.created ?? 0).getTime() <= time) {
    return [one.contactOf, 'Contact'];
  }
  const own = keysAt(one, time);
  const existing = accounts.flatMap((subject, number) =>
    day(subject.created).getTime() <= time ? [{ number, keys: keysAt(subject, time) }] : [],
  );
  const ofName = (among: typeof existing) =>
    own['company_key'] === undefined ? [] : among.filter(({ keys }) => keys['company_key'] === own['company_key']);
  for (const [column, way] of [
    ['email_domain_key', 'E-mail domain'],
    ['website_key', 'Web site'],
  ] as const) {
    const fitting = existing.filter(({ keys }) => own[column] !== undefined && keys['website_key'] === own[column]);
    if (fitting.length === 1) return [fitting[0]?.number, way];
    if (fitting.length > 1) return ofName(fitting).length === 1 ? [ofName(fitting)[0]?.number, 'Company name'] : [];
  }
  const [named, ...others] = ofName(existing);
  const hasDomain = own['email_domain_key'] !== undefined || own['website_key'] !== undefined;
  const isContradicted = hasDomain && named?.keys['website_key'] !== undefined;
  return named === undefined || others.length > 0 || isContradicted ? [] : [named.number, 'Company name'];
}

const fieldsOf = {
  lead: { email_domain_key: 'Email', website_key: 'Website', company_key: 'Company' },
  account: { website_key: 'Website', company_key: 'Name' },
} as const;
const forms: Record<string, string> = {
  email_domain_key: 'address_domain_key',
  website_key: 'site_domain_key',
  company_key: 'company_name_key',
};

/** Rows of the org; a change has the value of before and the one that the next change or today has. */
function rowsOf({ accounts, leads }: Org): SourceRows {
  let changes = 0;
  const history = (of: 'lead' | 'account', id: string, { keys, changes: all }: Subject): SourceRow[] =>
    Object.entries(all).flatMap(([column, ofColumn]) => {
      const sorted = ofColumn.toSorted((a, b) => a.days - b.days);
      return sorted.map(({ days, before }, index) => ({
        ...{ id: `017-${++changes}`, [`${of}_id`]: id, created_date: at(days) },
        field: (fieldsOf[of] as Record<string, string>)[column],
        [`old_${forms[column]}`]: before,
        [`new_${forms[column]}`]: sorted[index + 1]?.before ?? keys[column],
      }));
    });
  return {
    account: accounts.map(({ created, keys }, number) => named(number, { created_date: at(created), ...keys })),
    account_history: accounts.flatMap((one, number) => history('account', accountId(number), one)),
    lead: leads.map(({ created, keys, contactOf }, index) =>
      lead(`00Q${index}`, {
        ...{ created_date: at(created), ...keys },
        ...(contactOf !== undefined && { email_key: `person ${index}` }),
      }),
    ),
    lead_history: leads.flatMap((one, index) => history('lead', `00Q${index}`, one)),
    contact: leads.flatMap(({ contactOf }, index) =>
      contactOf === undefined
        ? []
        : [contact(`003${index}`, { email_key: `person ${index}`, account_id: accountId(contactOf) })],
    ),
    ...opportunity('0061', [[-400, 'New']], { number: 0 }),
  };
}

const key = (kind: string): fc.Arbitrary<string | undefined> =>
  fc.option(
    fc.integer({ min: 0, max: 3 }).map((number) => `${kind} ${number}`),
    { nil: undefined, freq: 4 },
  );
const change = (kind: string): fc.Arbitrary<Change[]> =>
  fc.uniqueArray(fc.record({ days: fc.integer({ min: -350, max: 350 }), before: key(kind) }), {
    ...{ maxLength: 2, selector: ({ days }) => days },
  });
const subject = (...columns: string[]): fc.Arbitrary<Subject> =>
  fc.record({
    created: fc.integer({ min: -300, max: 200 }),
    keys: fc.record(Object.fromEntries(columns.map((name) => [name, key(name === 'company_key' ? 'name' : 'domain')]))),
    changes: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      fc.record(Object.fromEntries(columns.map((name) => [name, change(name === 'company_key' ? 'name' : 'domain')]))),
    ),
  });
const org: fc.Arbitrary<Org> = fc.record({
  accounts: fc.array(subject('website_key', 'company_key'), { minLength: 3, maxLength: 8 }),
  leads: fc.array(
    fc
      .tuple(
        subject('email_domain_key', 'website_key', 'company_key'),
        fc.option(fc.integer({ min: 0, max: 2 }), { freq: 6 }),
      )
      .map(([one, contactOf]) => ({ ...one, ...(contactOf !== null && { contactOf }) })),
    { minLength: 10, maxLength: 30 },
  ),
});
const runs = { numRuns: 5, seed: 21, endOnFailure: true };

test('in training a lead has the account that the rule gives at the observation date, found the same way', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(org, async (made) => {
      const { rows, recordIds } = await learnAll(engine, leadPlan, rowsOf(made), { asOf: day(700) });
      for (const [row, recordId] of recordIds.entries()) {
        const one = made.leads[Number(recordId.slice(3))];
        assert.ok(one);
        const [number, way] = accountAt(made, one, rows.times[row] ?? 0);
        const expected = [number === undefined ? undefined : `account ${number}`, way];
        const actual = ['industry', 'account_found_by'].map((name) => valueIn(rows.table, name, row));
        assert.deepEqual(actual, expected, `${recordId} at ${((rows.times[row] ?? 0) - day(0).getTime()) / dayMs}`);
        seen.add(String(way));
      }
    }),
    runs,
  );
  assert.equal(seen.size, 5);
});

test('an account has the open leads whose account it is, in scoring and at each date of training', async () => {
  const plan = accountPlan({ qualifiedStatuses: [] });
  let people = 0;
  await fc.assert(
    fc.asyncProperty(org, async (made) => {
      const openLeads = (number: number, time: number): number =>
        made.leads.filter((one) => day(one.created).getTime() <= time && accountAt(made, one, time)[0] === number)
          .length;
      const rows = rowsOf(made);
      const check = (recordId: string, time: number, actual: unknown): void => {
        const number = Number(recordId.slice(3, 15));
        people += Number(actual);
        assert.equal(actual, openLeads(number, time), `${recordId} at ${(time - day(0).getTime()) / dayMs}`);
      };
      const now = day(360);
      const { candidates, table } = await scoreAll(engine, plan, rows, { asOf: now });
      for (const [row, { recordId }] of candidates.entries()) {
        check(recordId, now.getTime(), valueIn(table, 'open_leads', row));
      }
      const learned = await learnAll(engine, plan, rows, { asOf: day(450) });
      for (const [row, recordId] of learned.recordIds.entries()) {
        check(recordId, learned.rows.times[row] ?? 0, valueIn(learned.rows.table, 'open_leads', row));
      }
    }),
    runs,
  );
  assert.ok(people > 100, `${people} people`);
});
