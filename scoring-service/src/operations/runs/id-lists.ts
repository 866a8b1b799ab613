import { randomUUID } from 'node:crypto';
import type { IdList } from '@plumbline/contract';
import type { Clock } from '../../ports/host.ts';
import type { IdLists } from '../../ports/runs.ts';

/** Creates an empty list of ids, to be filled part by part before a run uses it. */
export async function createIdList({
  store,
  clock,
}: {
  store: Pick<IdLists, 'createIdList'>;
  clock: Clock;
}): Promise<IdList> {
  const id = randomUUID();
  await store.createIdList(id, clock.now());
  return { id };
}

/** Saves a part of a list. Throws ScoringError `id-list.not-found`. */
export const saveIdListPart = (
  { store }: { store: Pick<IdLists, 'saveIdListPart'> },
  listId: string,
  number: number,
  recordIds: string[],
): Promise<void> => store.saveIdListPart(listId, number, recordIds);
