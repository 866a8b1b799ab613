import type { Clock, Store } from '../ports.ts';

const DAY_MS = 86_400_000;

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
