import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelledRows } from '@plumbline/learning';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { createSalesforce } from '../../../../scoring-service/src/adapters/salesforce/salesforce.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { findLeaks } from '../../../../scoring-service/src/domain/quality/leak-scan.ts';
import { createGoal, fillOrg, prepareOrg } from '../../../e2e/stage/prepared-org.ts';
import { truthLookup } from '../../../local-org/src/generator/lead-truth.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const TIMEFRAME_DAYS = 90;

/** The training rows of a generated org, with the true probability of each. */
export type OrgRows = { rows: LabelledRows; truth: Float64Array; plan: SourcePlan; leaks: string[] };

/** Fills an org, extracts it and builds the training rows as a run does, without the fields that leak. */
export async function readOrgRows({ leads, seed }: { leads: number; seed: number }, endsAt: Date): Promise<OrgRows> {
  const org = await prepareOrg({ source: 'generated-org' });
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-quality-'));
  const features = await createFeatureEngine({});
  try {
    await fillOrg(org, { leads, seed, endsAt });
    const salesforce = createSalesforce({ loginUrl: org.url, ...org.credentials });
    const goal = await salesforce.readGoal(await createGoal(org.admin));
    const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
    await salesforce.extract(plan.tables, { folder });
    const session = await features.open(plan, { folder });
    const made = await session.trainingRows({ asOf: endsAt, seed: 1, maxRows: 75_000 });
    await session.close();
    const leaks = findLeaks(made.rows, plan.fields, made.changedAfterGoal).map(({ field }) => field);
    const columns = made.rows.table.columns.filter(({ name }) => !leaks.includes(name));
    const truthOf = truthLookup({ leads, seed, endsAt });
    const truth = Float64Array.from(made.recordIds, (id, row) => {
      const lead = truthOf(id);
      if (!lead) throw new RangeError(`The org has no lead ${id}.`);
      const age = ((made.rows.times[row] ?? Number.NaN) - lead.created.getTime()) / DAY_MS;
      return lead.probability(age, TIMEFRAME_DAYS);
    });
    return { rows: { ...made.rows, table: { ...made.rows.table, columns } }, truth, plan, leaks };
  } finally {
    await features.close();
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The gap that keeps every training row's timeframe out of the test. */
export const GAP_MS = TIMEFRAME_DAYS * DAY_MS;
