import { after, before, beforeEach, describe } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';
import { testBandEvents } from './store-band-events.ts';
import { testModels } from './store-models.ts';
import { testReceipts } from './store-receipts.ts';
import { testRuns } from './store-runs.ts';
import { testSelections } from './store-selections.ts';
import type { StoreUnderTest } from './store-under-test.ts';

/** The conformance tests of every store. */
export function describeStore(name: string, open: () => Promise<Database>): void {
  describe(`the store on ${name}`, () => {
    let database: Database;
    let store: Store;
    before(async () => {
      database = await open();
    });
    beforeEach(async () => {
      await sql`
        truncate band_events, models, runs, receipts, forecasts, run_results, id_list_parts, id_lists, tokens, bound_org`.execute(
        database.kysely,
      );
      store = createStore(database);
    });
    after(() => database.close());

    const underTest = (): StoreUnderTest => ({ store, database, openAnother: () => createStore(database) });
    testModels(underTest);
    testRuns(underTest);
    testSelections(underTest);
    testReceipts(underTest);
    testBandEvents(underTest);
  });
}
