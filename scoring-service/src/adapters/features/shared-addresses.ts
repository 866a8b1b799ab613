import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import type { SharedAddresses } from '../../ports/features.ts';
import { firstNumber } from './database.ts';
import type { Reading } from './database.ts';
import { plannedTable } from './load-tables.ts';
import { isOptedOut } from './privacy-opt-outs.ts';

const sources = ['lead', 'contact'] as const;

/** The sources whose people have both an address and a name to tell them apart. */
const namedSources = (plan: SourcePlan): readonly ('lead' | 'contact')[] => {
  if (plan.namesPerAddress === undefined) return [];
  return sources.filter((source) => {
    const columns = plannedTable(plan, source)?.columns ?? [];
    return ['email_key', 'name_key'].every((name) => columns.some(({ column }) => column === name));
  });
};

const allOf = (named: readonly string[], columns: (source: string) => string): string =>
  named.map((source) => `SELECT ${columns(source)} FROM ${source} WHERE email_key IS NOT NULL`).join(' UNION ALL ');

/** The tables of the statements below. */
export const createSharedTables = [
  // Replacing the tables would make DuckDB plan prepared queries again.
  'CREATE TABLE IF NOT EXISTS shared_address (email_key VARCHAR)',
  'CREATE TABLE IF NOT EXISTS shared_record (opted_out BOOLEAN)',
].join(';\n');

export const emptySharedTables = 'DELETE FROM shared_address;\nDELETE FROM shared_record';

/** Whether so many of the rows have one address that it can have more names than the plan allows. */
export function canHaveSharedAddress(
  { namesPerAddress = 0 }: SourcePlan,
  { lead = [], contact = [] }: SourceRows,
): boolean {
  const records = new Map<string, number>();
  for (const { email_key: key } of [...lead, ...contact]) {
    if (key !== undefined) records.set(key.trim(), (records.get(key.trim()) ?? 0) + 1);
  }
  return [...records.values()].some((count) => count > namesPerAddress);
}

/**
 * Takes an address that more different names have than the plan allows (`none@none.com`, `info@`) from its records, so that
 * it matches nobody and an opt-out holds for its record only. As statements that run once after the tables are filled;
 * undefined for a plan that reads no names.
 */
export function sharedAddressesSql(plan: SourcePlan): string | undefined {
  const named = namedSources(plan);
  if (named.length === 0) return undefined;
  return [
    createSharedTables,
    emptySharedTables,
    `INSERT INTO shared_address SELECT email_key FROM (${allOf(named, () => 'email_key, name_key')})
     GROUP BY email_key HAVING count(DISTINCT name_key) > ${plan.namesPerAddress}`,
    `INSERT INTO shared_record SELECT opted_out FROM (
       ${allOf(named, (source) => `email_key, (${isOptedOut(source)}) AS opted_out`)}
     ) SEMI JOIN shared_address USING (email_key)`,
    ...sources.map(
      (source) => `UPDATE ${source} SET email_key = NULL WHERE email_key IN (SELECT email_key FROM shared_address)`,
    ),
    ...sources.flatMap((source) =>
      ['old_key', 'new_key'].map(
        (key) => `UPDATE ${source}_history SET ${key} = NULL WHERE ${key} IN (SELECT email_key FROM shared_address)`,
      ),
    ),
  ].join(';\n');
}

/** How many records have an address that is nobody's, and how many of them opted out. */
export async function readSharedAddresses({ database, plan }: Reading): Promise<SharedAddresses> {
  if (namedSources(plan).length === 0) return { records: 0, optedOut: 0 };
  const counts = await database.read(
    'SELECT count(*) AS records, count(*) FILTER (opted_out) AS opted_out FROM shared_record',
  );
  return { records: firstNumber(counts, 'records'), optedOut: firstNumber(counts, 'opted_out') };
}
