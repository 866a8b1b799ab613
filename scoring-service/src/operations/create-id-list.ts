import { randomUUID } from 'node:crypto';
import type { IdList } from '@plumbline/contract';
import type { Clock, Store } from '../ports.ts';

/** An empty list of ids, to be filled part by part before a run is asked for. */
export async function createIdList({
  store,
  clock,
}: {
  store: Pick<Store, 'createIdList'>;
  clock: Clock;
}): Promise<IdList> {
  const id = randomUUID();
  await store.createIdList(id, clock.now());
  return { id };
}
