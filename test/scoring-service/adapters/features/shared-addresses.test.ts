import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { day, lead, madeUpPlan, valueIn } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

/** Leads of one address with these names; the first person opted out of profiling. */
const sharing = (...names: string[]): SourceRows => ({
  lead: names.map((name, index) =>
    lead(`00Q${index}`, {
      ...{ email_key: 'none@none', name_key: name },
      opted_out_profiling: index === 0 ? 'true' : 'false',
    }),
  ),
  contact: [{ id: '0031', created_date: day(0).toISOString(), email_key: 'none@none', name_key: 'a' }],
});

async function read(rows: SourceRows, limit?: number) {
  const { goal, plan } = madeUpPlan();
  const session = await engine.open({ ...plan, ...(limit !== undefined && { namesPerAddress: limit }) }, { rows });
  try {
    await session.prepareScoring({ asOf: day(100), qualifiedStatuses: goal.qualifiedStatuses });
    const { candidates, table } = await session.scoringRows({ limit: 100 });
    const value = (name: string) => valueIn(table, name, 1);
    const excluded = candidates.map(({ exclusion }) => exclusion !== undefined);
    return { value, excluded, shared: await session.sharedAddresses() };
  } finally {
    await session.close();
  }
}

test('an address of more than five names is nobody’s: it matches no contact and no other lead', async () => {
  const five = await read(sharing('a', 'b', 'c', 'd', 'e', 'e'));
  assert.deepEqual([five.value('has_contact'), five.value('leads_of_person')], [1, 6]);
  assert.deepEqual(five.shared, { records: 0, optedOut: 0 });
  const six = await read(sharing('a', 'b', 'c', 'd', 'e', 'f'));
  assert.deepEqual([six.value('has_contact'), six.value('leads_of_person')], [0, undefined]);
  assert.deepEqual(six.shared, { records: 7, optedOut: 1 });
});

test('an opt-out of a shared address holds for its record only, of an address of one person for all its records', async () => {
  const all = await read(sharing('a', 'a', 'a'));
  assert.deepEqual(all.excluded, [true, true, true]);
  const own = await read(sharing('a', 'b', 'c'), 2);
  assert.deepEqual(own.excluded, [true, false, false]);
  assert.deepEqual(own.shared, { records: 4, optedOut: 1 });
});
