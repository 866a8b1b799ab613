import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { anyDrafts } from '../../domain/features/source-columns.ts';
import type { SourcePlan, SourceTable, SourceTableName } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { typedNull, quoteName, quoteText, readText } from './sql-text.ts';

/** All tables that the feature SQL can use. */
export const tableNames: readonly SourceTableName[] = anyDrafts.map(({ name }) => name);

export const plannedTable = ({ tables }: SourcePlan, name: SourceTableName): SourceTable | undefined =>
  tables.find((table) => table.name === name);

/** Creates a table of the feature store; empty without a source. */
export const createTableSql = (plan: SourcePlan, name: SourceTableName, source: string | undefined): string =>
  `CREATE TABLE ${quoteName(name)} AS ${selectSql(plan, name, source)}`;

/** The pages of a table as a DuckDB source. */
export function pagesSource({ columns }: Pick<SourceTable, 'columns'>, paths: readonly string[]): string {
  const types = columns.map(({ column }) => `${quoteText(column)}: 'VARCHAR'`).join(', ');
  const format = `header = true, delim = ',', quote = '"', escape = '"', nullstr = '', auto_detect = false`;
  return `read_csv([${paths.map(quoteText).join(', ')}], columns = {${types}}, ${format})`;
}

/** Adds rows to a table of `createTableSql`. The parameters are lists, one for each column of the table as planned. */
export function insertRowsSql(plan: SourcePlan, table: SourceTable): string {
  const lists = table.columns.map(({ column }, index) => `unnest($${index + 1}::VARCHAR[]) AS ${quoteName(column)}`);
  return `INSERT INTO ${quoteName(table.name)} ${selectSql(plan, table.name, `(SELECT ${lists.join(', ')}) AS source`)}`;
}

/** The pages of a table in an extraction's folder, `<table>-<number>.csv`, in their order. Throws ScoringError `features.failed`. */
export async function pageFiles(
  folder: string,
  { name, columns }: { name: string; columns: SourceTable['columns'] },
): Promise<string[]> {
  const pages = (await readdir(folder)).flatMap((file) => {
    const [, table, number] = /^([a-z_]+)-(\d+)\.csv$/.exec(file) ?? [];
    return table === name ? [{ file, number: Number(number) }] : [];
  });
  if (pages.length === 0) throw incomplete(`The extraction has no page of ${name}.`);
  const paths = pages.toSorted((one, other) => one.number - other.number).map(({ file }) => join(folder, file));
  const expected = columns.map(({ column }) => column).join(',');
  for (const path of paths) {
    const header = (await firstLine(path)).replace(/^\uFEFF/, '').replaceAll('"', '');
    if (header !== expected) throw incomplete(`A page of ${name} has other columns than the plan.`);
  }
  return paths;
}

const longestHeader = 65_536;

const incomplete = (message: string): ScoringError =>
  new ScoringError('features.failed', { message, actions: ['Start the run again: it reads the org from the start.'] });

async function firstLine(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
  return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0] ?? '';
}

/**
 * The rows of a table from their texts. Columns that every plan knows get their type, and are NULL where this plan does
 * not have them; values of features and goal conditions stay text, because field history holds them as text.
 */
function selectSql(plan: SourcePlan, name: SourceTableName, source: string | undefined): string {
  const planned = source === undefined ? [] : (plannedTable(plan, name)?.columns ?? []);
  const drafted = anyDrafts.find((draft) => draft.name === name)?.columns ?? [];
  const known = drafted.map(({ column, type = 'text' }) => {
    const isPlanned = planned.some((other) => other.column === column);
    return `${isPlanned ? readText(quoteName(column), type) : typedNull(type)} AS ${quoteName(column)}`;
  });
  const texts = (plannedTable(plan, name)?.columns ?? [])
    .filter(({ column }) => !drafted.some((draft) => draft.column === column))
    .map(({ column }) => (source === undefined ? `${typedNull('text')} AS ${quoteName(column)}` : quoteName(column)));
  const from = source === undefined ? 'WHERE false' : `FROM ${source}`;
  return `SELECT ${[...known, ...texts].join(', ')} ${from}`;
}
