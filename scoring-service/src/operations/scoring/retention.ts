import type { ForgottenRecord, Goal } from '@plumbline/contract';
import type { HiddenRecords } from '../../domain/quality/sharing.ts';
import { toLongId } from '../../domain/scoring/record-selection.ts';
import { daysBefore } from '../../domain/time.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { IdLists, RunResults } from '../../ports/runs.ts';

/** Records that are checked together. */
const PURGE_BATCH = 5000;

/**
 * Deletes the data of records that are deleted in the org, and of people who opted out of profiling (N3). Every run does
 * this, because the org does not notify the service of deletions. Where sharing hides records of the goal's object, one
 * that is not there may be hidden, so that its data stays. Returns the number of receipts.
 */
export async function purgeDeletedRecords(
  {
    store,
    session,
  }: { store: Pick<Receipts, 'keptRecordIds' | 'forgetRecords'>; session: Pick<FeatureSession, 'toForget'> },
  { id: goalId, object }: Pick<Goal, 'id' | 'object'>,
  hidden: Pick<HiddenRecords, 'objects'>,
): Promise<number> {
  const isAbsentDeleted = !hidden.objects.includes(object);
  let receipts = 0;
  let afterId = '';
  for (;;) {
    const recordIds = await store.keptRecordIds(goalId, { afterId, limit: PURGE_BATCH });
    const last = recordIds.at(-1);
    if (last === undefined) return receipts;
    receipts += await store.forgetRecords(await session.toForget(recordIds, { isAbsentDeleted }), goalId);
    afterId = last;
  }
}

/** Deletes inputs of scores that are older than the retention time. */
export const expireInputs = (
  { store }: { store: Pick<Receipts, 'expireFeatures'> },
  asOf: Date,
  receiptDays: number,
): Promise<number> => store.expireFeatures(daysBefore(asOf, receiptDays));

/** Deletes run results older than the retention time, and lists of ids that no open run uses. */
export async function deleteExpired(
  { store, clock }: { store: Pick<RunResults, 'deleteRunResults'> & Pick<IdLists, 'deleteIdLists'>; clock: Clock },
  { resultDays }: { resultDays: number },
): Promise<void> {
  const now = clock.now();
  await store.deleteRunResults({ createdBefore: daysBefore(now, resultDays) });
  // A failed or cancelled run may be resumed, with its list, as long as its results are stored.
  await store.deleteIdLists(daysBefore(now, Math.max(1, resultDays)));
}

/** Deletes everything the service stores about a record, for every goal; the fields in the org stay. */
export async function forgetRecord(
  { store, log }: { store: Pick<Receipts, 'forgetRecords'>; log: RunLog },
  recordId: string,
): Promise<ForgottenRecord> {
  const id = toLongId(recordId);
  const receipts = await store.forgetRecords([id]);
  log.info('record.forgotten', { recordId: id, receipts });
  return { recordId: id, receipts };
}
