import type { RunResultPage } from '@plumbline/contract';
import type { Store } from '../ports.ts';
import { requireRunState } from './require-run-state.ts';

/** One page of what a run made of each record, after the page of the locator; empty where nothing is kept. */
export async function readRunResults(
  { store }: { store: Pick<Store, 'runState' | 'runResults'> },
  key: string,
  locator: number,
): Promise<RunResultPage> {
  await requireRunState(store, key);
  const page = await store.runResults(key, locator);
  if (!page) return { results: [] };
  return { results: page.results, ...(!page.isLast && { nextLocator: String(page.number) }) };
}
