import type { Finding, Goal, ForgottenRecord } from '@plumbline/contract';
import { checkOutcomeDrift, realiseForecasts } from '../../domain/drift/outcome-drift.ts';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import type { FeatureSession, Store, Clock, RunLog } from '../../ports.ts';

const DAY_MS = 86_400_000;

/** Records asked about at once. */
const FORGOTTEN_AT_ONCE = 5000;

type Kept = {
  store: Pick<Store, 'keptRecordIds' | 'forgetRecords' | 'matureForecasts' | 'saveRealised' | 'expireFeatures'>;
  session: Pick<FeatureSession, 'toForget' | 'reachedGoal'>;
};

/**
 * Deletes what is kept of records that are not in the org any more, and of people who do not want to be profiled (N3).
 * Every run looks, because nobody tells the service what was deleted in the org; how many receipts it were.
 */
export async function forgetTheGone({ store, session }: Kept, goalId: string): Promise<number> {
  let receipts = 0;
  let afterId = '';
  for (;;) {
    const recordIds = await store.keptRecordIds(goalId, { afterId, limit: FORGOTTEN_AT_ONCE });
    const last = recordIds.at(-1);
    if (last === undefined) return receipts;
    receipts += await store.forgetRecords(await session.toForget(recordIds), goalId);
    afterId = last;
  }
}

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

/** Deletes inputs that have been kept long enough. */
export const expireInputs = ({ store }: Pick<Kept, 'store'>, asOf: Date, receiptDays: number): Promise<number> =>
  store.expireFeatures(new Date(asOf.getTime() - receiptDays * DAY_MS));

/** Deletes results that were kept long enough, and lists of ids that no run under way is of. */
export async function forgetOld(
  { store, clock }: { store: Pick<Store, 'deleteRunResults' | 'deleteIdLists'>; clock: Clock },
  { resultDays }: { resultDays: number },
): Promise<void> {
  const daysAgo = (days: number): Date => new Date(clock.now().getTime() - days * DAY_MS);
  await store.deleteRunResults({ createdBefore: daysAgo(resultDays) });
  // A failed or cancelled run that is resumed needs its list, as long as its results are kept.
  await store.deleteIdLists(daysAgo(Math.max(1, resultDays)));
}

/** Deletes everything that is kept of a record, by whatever goal; the org's own fields are the org's to empty. */
export async function forgetRecord(
  { store, log }: { store: Pick<Store, 'forgetRecords'>; log: RunLog },
  recordId: string,
): Promise<ForgottenRecord> {
  const id = toLongId(recordId);
  const receipts = await store.forgetRecords([id]);
  log.info('record.forgotten', { recordId: id, receipts });
  return { recordId: id, receipts };
}
