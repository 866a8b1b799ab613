import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { caseCount } from '../../../depth.ts';
import { at, call, change, day, lead, madeUpPlan, rowOf } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const { plan } = madeUpPlan({ qualifiedStatuses: ['Open', 'Working'] });

/** The newest snapshot; later records must not change its row. */
const lookedAtDays = 30;

type Fact = { table: keyof SourceRows; row: SourceRow };

const factKinds: ((days: number, text: string) => Fact)[] = [
  (days) => ({ table: 'task', row: call('00Q1', days, { call_seconds: '60' }) }),
  (days) => ({ table: 'task', row: call('00Q1', 1, { completed_date: at(days) }) }),
  (days) => ({ table: 'task', row: call('00Q1', days, { task_subtype: 'Email' }) }),
  (days) => ({ table: 'event', row: { id: `00U${days}`, who_id: '00Q1', created_date: at(1), end_date: at(days) } }),
  (days, text) => ({
    table: 'campaign_member',
    row: { id: `00v${days}`, lead_id: '00Q1', created_date: at(days), campaign_type: text },
  }),
  (days) => ({ table: 'lead', row: lead(`00Q-${days}`, { created_date: at(days), email_key: 'k' }) }),
  (days, text) => ({
    table: 'contact',
    row: { id: `003${days}`, created_date: at(days), email_key: 'k', job_rank: text },
  }),
];

/** Records without field history, and changes of one field in the order of time, all after the snapshot. */
const laterFacts = fc.array(
  fc.record({ kind: fc.nat(factKinds.length - 1), days: fc.integer({ min: 31, max: 200 }), text: fc.string() }),
  { maxLength: 6 },
);
const laterIndustries = fc.uniqueArray(fc.integer({ min: 31, max: 200 }), { maxLength: 4 });

const before: SourceRows = {
  lead: [lead('00Q1', { email_key: 'k', industry: 'Energy', status: 'Working' })],
  task: [call('00Q1', 3), call('00Q1', 20, { task_subtype: 'Email' })],
  campaign_member: [{ id: '00v1', lead_id: '00Q1', created_date: at(2), campaign_type: 'Webinar' }],
  lead_history: [change('00Q1', 4, 'Status', 'Open', 'Working')],
};

const add = (rows: SourceRows, { table, row }: Fact): SourceRows => ({
  ...rows,
  [table]: [...(rows[table] ?? []), row],
});

/** The changes of the lead's industry; the last value is the current one. */
function withIndustries(rows: SourceRows, days: readonly number[]): SourceRows {
  const names = ['Energy', ...days.map((day) => `Industry of day ${day}`)];
  const changes = days.toSorted((one, other) => one - other);
  const history = changes.map((day, index) => change('00Q1', day, 'Industry', names[index], names[index + 1]));
  const [first = {}, ...others] = rows.lead ?? [];
  return {
    ...rows,
    lead: [{ ...first, industry: names.at(-1) }, ...others],
    lead_history: [...(rows.lead_history ?? []), ...history],
  };
}

async function rowsUpTo(rows: SourceRows) {
  const session = await engine.open(plan, { rows });
  const { rows: learned, recordIds } = await session.trainingRows({ asOf: day(500), seed: 1, maxRows: 1_000 });
  await session.close();
  const last = day(lookedAtDays).getTime();
  return recordIds.flatMap((id, row) =>
    id === '00Q1' && (learned.times[row] ?? 0) <= last ? [rowOf(learned.table, row)] : [],
  );
}

test('nothing recorded after a snapshot changes its row', async () => {
  const expected = await rowsUpTo(before);
  assert.equal(expected.length, 3);
  await fc.assert(
    fc.asyncProperty(laterFacts, laterIndustries, async (facts, industries) => {
      const added = facts.flatMap(({ kind, days, text }) => factKinds[kind]?.(days, text) ?? []);
      assert.deepEqual(await rowsUpTo(withIndustries(added.reduce(add, before), industries)), expected);
    }),
    { numRuns: caseCount(8, 25), seed: 20_250_101 },
  );
});

test('records from before a snapshot do change its row', async () => {
  const expected = await rowsUpTo(before);
  for (const kind of factKinds) {
    assert.notDeepEqual(await rowsUpTo(add(before, kind(5, 'Seen'))), expected, String(kind));
  }
});

test('the values that a lead takes from its contact and account are those as of the snapshot', async () => {
  const rows: SourceRows = {
    lead: [lead('00Q1', { email_key: 'k' })],
    contact: [{ id: '0031', created_date: at(-9), email_key: 'k', account_id: '0011', job_rank: 'Director' }],
    account: [{ id: '0011', created_date: at(-9), industry: 'Media', employees: '90' }],
    contact_history: [
      { id: '1', contact_id: '0031', field: 'Title', old_value: 'Clerk', new_value: 'Director', created_date: at(20) },
    ],
    account_history: [
      { id: '1', account_id: '0011', field: 'Industry', old_value: 'Energy', new_value: 'Media', created_date: at(10) },
      {
        id: '2',
        account_id: '0011',
        field: 'NumberOfEmployees',
        old_value: '50',
        new_value: '90',
        created_date: at(40),
      },
    ],
  };
  const session = await engine.open(plan, { rows });
  const { rows: learned } = await session.trainingRows({ asOf: day(500), seed: 1, maxRows: 1_000 });
  await session.close();
  const seen = Array.from(learned.times, (asOf, row) => {
    const { industry, employees, job_rank: rank } = rowOf(learned.table, row);
    return { asOf, values: [industry, employees, rank] };
  });
  assert.deepEqual(
    seen.toSorted((one, other) => one.asOf - other.asOf).map(({ values }) => values),
    [
      ['Energy', 50, 'Assistant'],
      ['Energy', 50, 'Assistant'],
      ['Media', 50, 'Director'],
      ['Media', 90, 'Director'],
    ],
  );
});
