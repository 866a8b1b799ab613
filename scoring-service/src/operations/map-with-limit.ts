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
