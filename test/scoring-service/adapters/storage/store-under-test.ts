import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';

/** What a test of the store works on: an empty database, and a store that has read nothing of it yet. */
export type StoreUnderTest = {
  store: Store;
  database: Database;
  /** A store of another process on the same state. */
  openAnother(): Store;
};
