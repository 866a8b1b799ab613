import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import * as modelsRunsReceiptsTokens from './migrations/0001-models-runs-receipts-tokens.ts';
import * as reproducibleReceipts from './migrations/0002-reproducible-receipts.ts';
import * as selectionsAndResults from './migrations/0003-selections-and-results.ts';
import type { Tables } from './tables.ts';

/** In the order of their names; a released one is never edited. */
const migrations: Record<string, Migration> = {
  '0001-models-runs-receipts-tokens': modelsRunsReceiptsTokens,
  '0002-reproducible-receipts': reproducibleReceipts,
  '0003-selections-and-results': selectionsAndResults,
};

/** Brings the tables to the newest state; replicas that start together wait for each other. Throws what went wrong. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The tables could not be brought to the newest state.', { cause: error });
}
