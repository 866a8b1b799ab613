import { randomUUID } from 'node:crypto';
import type { IdList } from '@plumbline/contract';
import type { Store } from '../../ports/adapters.ts';
import type { Clock } from '../../ports/host.ts';

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
