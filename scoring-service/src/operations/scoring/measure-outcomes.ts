import type { Finding, Goal } from '@plumbline/contract';
import { checkOutcomeDrift, realiseForecasts } from '../../domain/drift/outcome-drift.ts';
import { daysBefore } from '../../domain/time.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Models } from '../../ports/models.ts';
import type { Receipts } from '../../ports/receipts.ts';

type Ports = {
  store: Pick<Receipts, 'matureForecasts'> & Pick<Models, 'saveRealised'>;
  session: Pick<FeatureSession, 'reachedGoal'>;
};

/**
 * Adds to every model's card the realised outcomes of the records it scored, once their timeframe is over. Returns the
 * drift findings of the active model.
 */
export async function measureOutcomes(
  { store, session }: Ports,
  goal: Goal,
  { activeVersion, asOf }: { activeVersion: string | undefined; asOf: Date },
): Promise<Finding[]> {
  const { timeframeDays, settings } = goal;
  const forecasts = await store.matureForecasts(goal.id, daysBefore(asOf, timeframeDays));
  if (forecasts.length === 0) return [];
  const { recordIds, reachedAt } = await session.reachedGoal();
  const reached = Map.groupBy(reachedAt.keys(), (row) => recordIds[row] ?? '');
  const reachedBy = new Map(Array.from(reached, ([id, rows]) => [id, rows.map((row) => reachedAt[row] as number)]));
  const realised = realiseForecasts(forecasts, reachedBy, { timeframeDays, measuredAt: asOf });
  for (const [version, ofModel] of realised) await store.saveRealised(goal.id, version, ofModel);
  const ofActive = activeVersion === undefined ? undefined : realised.get(activeVersion);
  return ofActive ? checkOutcomeDrift(ofActive, settings.thresholds) : [];
}
