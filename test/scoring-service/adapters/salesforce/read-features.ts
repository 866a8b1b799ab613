import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { RunningOrg } from '../../../local-org/src/index.ts';
import { rowOf } from '../features/made-up-org.ts';
import { connectTo } from './connected-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

type Row = ReturnType<typeof rowOf>;
/** What is known of a record: its features, why it has no score, and an account's people. */
type Read = { features: Row; exclusion: string | undefined; people: unknown };

/** The features of records, which a single evaluation, a list and the whole extraction read alike. */
export async function featuresOf(org: RunningOrg, goalId: string, recordIds: string[]): Promise<Row[]> {
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(goalId);
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const asOf = org.org.clock.now();
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-activities-'));
  const read = async (source: Parameters<typeof engine.open>[1]): Promise<Map<string, Read>> => {
    const session = await engine.open(plan, source);
    try {
      await session.prepareScoring({ asOf, qualifiedStatuses: [], recordIds });
      const { candidates, table, people } = await session.scoringRows({ limit: 100 });
      return new Map(
        candidates.map(({ recordId, exclusion }, row) => [
          recordId,
          { features: rowOf(table, row), exclusion, people: people?.[row] },
        ]),
      );
    } finally {
      await session.close();
    }
  };
  try {
    await salesforce.extract(plan.tables, { folder });
    const whole = await read({ folder });
    const together = await read(await salesforce.readRecords(goalId, plan, recordIds));
    const alone = await Promise.all(recordIds.map(async (id) => salesforce.readRecord(goalId, plan, id).then(read)));
    for (const [index, id] of recordIds.entries()) {
      assert.deepEqual(together.get(id), whole.get(id));
      assert.deepEqual(alone[index]?.get(id), whole.get(id));
    }
    return recordIds.map((id) => whole.get(id)?.features ?? {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
