import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import { ScoringError } from '../../domain/scoring-error.ts';
import * as modelsRunsReceiptsTokens from './migrations/0001-models-runs-receipts-tokens.ts';
import * as reproducibleReceipts from './migrations/0002-reproducible-receipts.ts';
import * as selectionsAndResults from './migrations/0003-selections-and-results.ts';
import * as scoreReferences from './migrations/0004-score-references.ts';
import * as bandEvents from './migrations/0005-band-events.ts';
import * as tokenLife from './migrations/0006-token-life.ts';
import * as fencingAndOrg from './migrations/0007-fencing-and-org.ts';
import type { Tables } from './tables.ts';

/** Run in the order of their names. A released migration is never edited. */
const migrations: Record<string, Migration> = {
  '0001-models-runs-receipts-tokens': modelsRunsReceiptsTokens,
  '0002-reproducible-receipts': reproducibleReceipts,
  '0003-selections-and-results': selectionsAndResults,
  '0004-score-references': scoreReferences,
  '0005-band-events': bandEvents,
  '0006-token-life': tokenLife,
  '0007-fencing-and-org': fencingAndOrg,
};

/**
 * Migrates to the newest version in one transaction, so that a migration that fails leaves the tables as they were.
 * Replicas that start at the same time wait for each other. Throws ScoringError `store.newer`.
 */
export async function migrate(kysely: Kysely<Tables>): Promise<void> {
  await readMigrations(kysely);
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be migrated.', { cause: error });
}

/** How many migrations are applied, and how many this release would add. Throws ScoringError `store.newer`. */
export async function readMigrations(kysely: Kysely<Tables>): Promise<{ applied: number; pending: number }> {
  const { rows: tables } = await sql<{
    name: string | null;
  }>`select to_regclass('kysely_migration')::text as name`.execute(kysely);
  const rows =
    (tables[0]?.name ?? null) === null
      ? []
      : (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(kysely)).rows;
  const newer = rows.map(({ name }) => name).filter((name) => !(name in migrations));
  if (newer.length > 0) throw newerSchema(newer);
  return { applied: rows.length, pending: Object.keys(migrations).length - rows.length };
}

const newerSchema = (names: string[]): ScoringError =>
  new ScoringError('store.newer', {
    message: `The state was written by a newer release of the service: this one does not know ${names.join(', ')}.`,
    actions: ['Start the newer release, or restore a backup of the state from before the upgrade.'],
  });
