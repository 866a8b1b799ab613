import type { Finding, ForgottenRecord, Goal } from '@plumbline/contract';
import { checkAbsent } from '../../domain/quality/sharing.ts';
import type { HiddenRecords } from '../../domain/quality/sharing.ts';
import { toLongId } from '@plumbline/contract';
import { daysBefore } from '../../domain/time.ts';
import type { FeatureSession } from '../../ports/features.ts';
import type { Clock, RunLog } from '../../ports/host.ts';
import type { Receipts } from '../../ports/receipts.ts';
import type { IdLists, RunResults } from '../../ports/runs.ts';
import { measureOutcomes } from './measure-outcomes.ts';

/** Records that are checked together. */
const PURGE_BATCH = 5000;

/**
 * Deletes the data of records that are deleted in the org, and of people who opted out of profiling (N3). Every run does
 * this, because the org does not notify the service of deletions. Where sharing may hide records of the goal's object, the
 * data of those that are not there stays. Returns the number of receipts, and what a run has to say.
 */
export async function purgeDeletedRecords(
  ports: PurgePorts,
  { id: goalId, object, settings }: Pick<Goal, 'id' | 'object' | 'settings'>,
  hidden: Pick<HiddenRecords, 'objects' | 'nextStep'>,
): Promise<{ receipts: number; mayBeHidden: boolean; findings: Finding[] }> {
  const isKnownHidden = hidden.objects.includes(object);
  const found = await findToForget(ports, goalId, { isAbsentDeleted: !isKnownHidden });
  const absent = { object, absent: found.toForget.length, stored: found.stored };
  const { mayBeHidden, findings } = checkAbsent(absent, hidden, settings.thresholds.removedShare);
  const isAgain = mayBeHidden && !isKnownHidden;
  const { toForget } = isAgain ? await findToForget(ports, goalId, { isAbsentDeleted: false }) : found;
  let receipts = 0;
  for (let start = 0; start < toForget.length; start += PURGE_BATCH) {
    receipts += await ports.store.forgetRecords(toForget.slice(start, start + PURGE_BATCH), goalId);
  }
  return { receipts, mayBeHidden, findings };
}

/** Purges deleted records, and measures what became of the others. Returns what a run has to say. */
export async function reviewStored(
  ports: PurgePorts & Parameters<typeof measureOutcomes>[0],
  goal: Goal,
  { hidden, ...about }: Parameters<typeof measureOutcomes>[2] & { hidden: HiddenRecords },
): Promise<Finding[]> {
  const { mayBeHidden, findings } = await purgeDeletedRecords(ports, goal, hidden);
  // A conversion that sharing hides would count as none.
  if (mayBeHidden || hidden.objects.length > 0) return findings;
  return [...findings, ...(await measureOutcomes(ports, goal, about))];
}

type PurgePorts = {
  store: Pick<Receipts, 'keptRecordIds' | 'forgetRecords'>;
  session: Pick<FeatureSession, 'toForget'>;
};

/** The records to forget, and the number of those that something is stored about. */
async function findToForget(
  { store, session }: PurgePorts,
  goalId: string,
  options: { isAbsentDeleted: boolean },
): Promise<{ stored: number; toForget: string[] }> {
  const toForget: string[] = [];
  let stored = 0;
  let afterId = '';
  for (;;) {
    const recordIds = await store.keptRecordIds(goalId, { afterId, limit: PURGE_BATCH });
    const last = recordIds.at(-1);
    if (last === undefined) return { stored, toForget };
    toForget.push(...(await session.toForget(recordIds, options)));
    stored += recordIds.length;
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
