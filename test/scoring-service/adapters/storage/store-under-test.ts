import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import type { Store } from '../../../../scoring-service/src/ports/adapters.ts';

/** An empty database and a store on it that has read nothing yet. */
export type StoreUnderTest = {
  store: Store;
  database: Database;
  /** A store of another process on the same state. */
  openAnother(): Store;
};
