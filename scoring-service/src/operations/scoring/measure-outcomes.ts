import type { Finding, Goal } from '@plumbline/contract';
import { checkOutcomeDrift, realiseForecasts } from '../../domain/drift/outcome-drift.ts';
import { DAY_MS } from './retention.ts';
import type { Kept } from './retention.ts';

/**
 * Puts onto the card of every model what became of the records it has scored, once their timeframe is over; a finding
 * says where the active model's outcomes are not what it foretold.
 */
export async function measureOutcomes(
  { store, session }: Kept,
  goal: Goal,
  { activeVersion, asOf }: { activeVersion: string | undefined; asOf: Date },
): Promise<Finding[]> {
  const { timeframeDays, settings } = goal;
  const forecasts = await store.matureForecasts(goal.id, new Date(asOf.getTime() - timeframeDays * DAY_MS));
  if (forecasts.length === 0) return [];
  const { recordIds, reachedAt } = await session.reachedGoal();
  const reached = Map.groupBy(reachedAt.keys(), (row) => recordIds[row] ?? '');
  const reachedBy = new Map(Array.from(reached, ([id, rows]) => [id, rows.map((row) => reachedAt[row] as number)]));
  const realised = realiseForecasts(forecasts, reachedBy, { timeframeDays, measuredAt: asOf });
  for (const [version, ofModel] of realised) await store.saveRealised(goal.id, version, ofModel);
  const ofActive = activeVersion === undefined ? undefined : realised.get(activeVersion);
  return ofActive ? checkOutcomeDrift(ofActive, settings.thresholds) : [];
}
