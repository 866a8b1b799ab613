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
