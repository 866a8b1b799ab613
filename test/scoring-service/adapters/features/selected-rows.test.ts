import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { at, day, lead, madeUpPlan } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

async function* partsOf(...parts: string[][]): AsyncGenerator<string[]> {
  yield* parts;
}

/** The ids that are scored, and those that are left out with whether they are closed. */
async function select(rows: SourceRows, parts: string[][], goal: Parameters<typeof madeUpPlan>[0] = {}) {
  const session = await engine.open(madeUpPlan(goal).plan, { rows });
  try {
    await session.select(partsOf(...parts));
    const count = await session.prepareScoring({ asOf: day(100), qualifiedStatuses: [] });
    const { candidates } = await session.scoringRows({ limit: 100 });
    const leftOut = [];
    for (let afterId = ''; ;) {
      const [next] = await session.leftOut({ afterId, limit: 1 });
      if (!next) break;
      leftOut.push(next);
      afterId = next.recordId;
    }
    assert.equal(count, candidates.length);
    return {
      scored: candidates.map(({ recordId }) => recordId),
      leftOut: leftOut.map(({ recordId, isClosed }) => [recordId, isClosed]),
    };
  } finally {
    await session.close();
  }
}

const ids = ['a', 'b', 'c', 'd'].map((letter) => `00Q00000000000${letter}AAA`);
const [first = '', second = '', third = '', fourth = ''] = ids;
const leads = [lead(first), lead(second), lead(third, { is_converted: 'true' }), lead(fourth)];

test('scores only selected records, each once by its 15- or 18-character id', async () => {
  const parts = [
    [second, first.slice(0, 15)],
    [first, second],
  ];
  assert.deepEqual(await select({ lead: leads }, parts), { scored: [first, second], leftOut: [] });
});

test('reports each selected record that cannot be scored once, as closed or missing', async () => {
  const gone = '00Q00000000000zAAA';
  const { scored, leftOut } = await select({ lead: leads }, [[third, gone, fourth, third]]);
  assert.deepEqual(scored, [fourth]);
  assert.deepEqual(leftOut, [
    [third, true],
    [gone, false],
  ]);
});

test('15-character ids are case-sensitive', async () => {
  const other = '00Q00000000000AAAA';
  assert.deepEqual(await select({ lead: leads }, [[other]]), { scored: [], leftOut: [[other, false]] });
});

test('contacts are selected like leads', async () => {
  const contact = (id: string) => ({ id, created_date: at(0) });
  const conditions = [{ field: 'StageName', operator: 'changes to' as const, values: ['Closed Won'] }];
  const known = '003000000000001AAA';
  const goal = { object: 'Contact', goalType: 'Opportunity updated', conditions } as const;
  const { scored, leftOut } = await select({ contact: [contact(known)] }, [[known, '003000000000009AAA']], goal);
  assert.deepEqual([scored, leftOut], [[known], [['003000000000009AAA', false]]]);
});
