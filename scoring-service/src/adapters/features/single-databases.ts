import type { SourcePlan, SourceRows, SourceTableName } from '../../domain/features/source-plan.ts';
import type { Database } from './database.ts';
import { createTableSql, fillTableSql, plannedTable, rowsSource, tableNames } from './load-sql.ts';
import { quoteName } from './sql-text.ts';

/** A database for the rows of one record; `onTables` is called by what makes tables that a next record must not see. */
export type SingleDatabase = { database: Database; onTables: () => void; close: () => Promise<void> };

type Idle = { plan: SourcePlan; database: Database; uses: number };

/** As many wait for a next record as usually are evaluated at once. */
const MOST_IDLE = 4;

/** Emptied tables grow all the same, for rows are only marked as deleted. */
const MOST_USES = 200;

/**
 * Databases for single evaluations. Making the tables of a plan and planning its query take longer than answering it, so
 * that a database whose session is over is emptied and kept for the next record of the same plan.
 */
export function createSingleDatabases(openDatabase: () => Promise<Database>): {
  take(plan: SourcePlan, rows: SourceRows): Promise<SingleDatabase>;
} {
  const idle: Idle[] = [];

  async function make(plan: SourcePlan): Promise<Idle> {
    const database = await openDatabase();
    const statements = tableNames.map((name) => createTableSql(plan, name, undefined));
    await database.run(statements.join(';\n'));
    return { plan, database, uses: 0 };
  }

  async function giveBack({ plan, database, uses }: Idle, filled: SourceTableName[]): Promise<void> {
    await database.run(filled.map((name) => `DELETE FROM ${quoteName(name)}`).join(';\n'));
    idle.push({ plan, database, uses: uses + 1 });
    if (idle.length > MOST_IDLE) await idle.shift()?.database.close();
  }

  return {
    async take(plan, rows) {
      const position = idle.findIndex((candidate) => candidate.plan === plan);
      const [kept] = position < 0 ? [] : idle.splice(position, 1);
      const single = kept ?? (await make(plan));
      const sources = tableNames.flatMap((name) => {
        const table = plannedTable(plan, name);
        const source = table && rowsSource(table, rows[name] ?? []);
        return source === undefined ? [] : [{ name, source }];
      });
      let isReusable = single.uses < MOST_USES;
      try {
        const fill = sources.map(({ name, source }) => fillTableSql(plan, name, source));
        if (fill.length > 0) await single.database.run(fill.join(';\n'));
      } catch (error) {
        await single.database.close();
        throw error;
      }
      const filled = sources.map(({ name }) => name);
      let closing: Promise<void> | undefined;
      return {
        database: single.database,
        onTables: () => {
          isReusable = false;
        },
        close: () => (closing ??= isReusable && filled.length > 0 ? giveBack(single, filled) : single.database.close()),
      };
    },
  };
}
