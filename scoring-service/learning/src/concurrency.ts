import { setImmediate as nextTurn } from 'node:timers/promises';

/** Reasons for as many records take about 10 ms. */
const AT_ONCE = 50;

/** Computes all items; other work gets its turn in between, so that a single evaluation does not wait for a bulk run. */
export async function inTurns<Item>(items: Iterable<Item>, atOnce = AT_ONCE): Promise<Item[]> {
  const computed: Item[] = [];
  for (const item of items) {
    computed.push(item);
    if (computed.length % atOnce === 0) await nextTurn();
  }
  return computed;
}

/** Works on up to `limit` items at a time, results in the items' order; the first failure aborts the others. */
export async function mapWithLimit<Item, Result>(
  limit: number,
  items: Item[],
  signal: AbortSignal | undefined,
  work: (item: Item, abort: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const abort = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const queue = items.entries();
  const results: Result[] = [];
  const takeTurns = async () => {
    for (const [index, item] of queue) {
      abort.throwIfAborted();
      results[index] = await work(item, abort);
    }
  };
  try {
    await Promise.all(Array.from({ length: limit }, takeTurns));
  } finally {
    failure.abort();
  }
  return results;
}
