import type { ForgottenRecord } from '@plumbline/contract';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import type { Store } from '../../ports/adapters.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Clock, RunLog } from '../../ports/host.ts';

/** Records asked about at once. */
const PURGE_BATCH = 5000;

/**
 * Deletes what is kept of records that are not in the org any more, and of people who do not want to be profiled (N3).
 * Every run looks, because nobody tells the service what was deleted in the org; how many receipts it were.
 */
export async function purgeDeletedRecords({ store, session }: Kept, goalId: string): Promise<number> {
  let receipts = 0;
  let afterId = '';
  for (;;) {
    const recordIds = await store.keptRecordIds(goalId, { afterId, limit: PURGE_BATCH });
    const last = recordIds.at(-1);
    if (last === undefined) return receipts;
    receipts += await store.forgetRecords(await session.toForget(recordIds), goalId);
    afterId = last;
  }
}

/** Deletes inputs that have been kept long enough. */
export const expireInputs = ({ store }: Pick<Kept, 'store'>, asOf: Date, receiptDays: number): Promise<number> =>
  store.expireFeatures(new Date(asOf.getTime() - receiptDays * DAY_MS));

/** Deletes results that were kept long enough, and lists of ids that no run under way is of. */
export async function deleteExpired(
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

export type Kept = {
  store: Pick<Store, 'keptRecordIds' | 'forgetRecords' | 'matureForecasts' | 'saveRealised' | 'expireFeatures'>;
  session: Pick<FeatureSession, 'toForget' | 'reachedGoal'>;
};

export const DAY_MS = 86_400_000;
