import pMap from 'p-map';

/**
 * What a caller of a long computation can pass: `onShare` is called with the share of the work that is done (0 to 1),
 * `pause` between steps that keep the thread busy (a service waits there for its event loop), an aborted `signal` rejects.
 */
export type TaskOptions = { onShare?: (share: number) => void; pause?: () => Promise<void>; signal?: AbortSignal };

/** Trainings at the same time: a service is expected to have two cores for them. */
const CONCURRENCY = 2;

/**
 * Works on two items at a time, results in the items' order. The first failure rejects at once and aborts the siblings,
 * which p-map alone would let run to their end; so does an aborted `signal`.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const abort = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  try {
    return await pMap(
      items,
      (item, index) => {
        abort.throwIfAborted();
        return work(item, abort, index);
      },
      { concurrency: CONCURRENCY },
    );
  } finally {
    failure.abort();
  }
}
