/** The reasons of this many records take about 10 ms. */
const AT_ONCE = 50;

/** Collects all items and yields to the event loop in between, so that a single evaluation does not wait for a bulk run. */
export async function inTurns<Item>(items: Iterable<Item>, atOnce = AT_ONCE): Promise<Item[]> {
  const collected: Item[] = [];
  for (const item of items) {
    collected.push(item);
    if (collected.length % atOnce === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return collected;
}
