import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { AfterTransaction } from './after-transaction.ts';
import type { LaterStep } from './after-transaction.ts';

export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;

/** A transaction that its caller ends. */
export type OpenTransaction = { commit(): void; rollback(): void };

/** A point of a transaction; what was changed since can be undone. */
export type Savepoint = { rollback(): void; release(): void };

/** An open transaction: how many are around it, and where the steps that wait for its end begin. */
type Level = { level: number; mark: number };

const cachedStatements = 500;

/** The org's SQLite file, or memory: prepared statements kept, transactions nested. */
export class Database {
  private readonly connection: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly arrayStatements = new Map<string, StatementSync>();
  private depth = 0;
  private savepoints = 0;
  private isolated = false;
  private readonly afterRollback: (() => void)[] = [];
  private readonly afterTransaction = new AfterTransaction();

  constructor(folder: string | undefined) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    this.connection = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'org.sqlite'));
    this.connection
      .exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 10000;
      PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = OFF`);
  }

  /** Runs a statement that changes something. */
  run(sql: string, ...parameters: SqlValue[]): void {
    this.prepare(sql).run(...parameters);
  }

  get(sql: string, ...parameters: SqlValue[]): SqlRow | undefined {
    return this.prepare(sql).get(...parameters) as SqlRow | undefined;
  }

  all(sql: string, ...parameters: SqlValue[]): SqlRow[] {
    return this.prepare(sql).all(...parameters) as SqlRow[];
  }

  /** Rows as arrays, one by one, under a statement of their own: a kept one would start again under its reader. */
  iterateArrays(sql: string, parameters: readonly SqlValue[]): IterableIterator<SqlValue[]> {
    const statement = this.connection.prepare(sql);
    statement.setReturnArrays(true);
    return statement.iterate(...parameters) as unknown as IterableIterator<SqlValue[]>;
  }

  /** All rows as arrays, from a kept statement with named values (`:parent`) before the positional ones. */
  arrays(sql: string, named: Record<string, SqlValue>, parameters: readonly SqlValue[]): SqlValue[][] {
    let statement = this.arrayStatements.get(sql);
    if (statement === undefined) {
      if (this.arrayStatements.size >= cachedStatements) this.arrayStatements.clear();
      statement = this.connection.prepare(sql);
      statement.setReturnArrays(true);
      this.arrayStatements.set(sql, statement);
    }
    return statement.all(named, ...parameters) as unknown as SqlValue[][];
  }

  /** For loops that write many rows with one statement. */
  prepare(sql: string): StatementSync {
    const kept = this.statements.get(sql);
    if (kept !== undefined) return kept;
    if (this.statements.size >= cachedStatements) this.statements.clear();
    const statement = this.connection.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  /** Makes a function callable from SQL; the same arguments must give the same answer. */
  addFunction(name: string, compute: (...values: SqlValue[]) => SqlValue): void {
    this.connection.function(name, { deterministic: true, varargs: true }, (...values) =>
      compute(...(values as SqlValue[])),
    );
  }

  /** Runs DDL; cached statements are dropped because columns may have changed. */
  define(sql: string): void {
    this.forgetStatements();
    this.connection.exec(sql);
  }

  /** Commits when `work` returns, rolls back when it throws. Nests by savepoints. */
  transaction<T>(work: () => T): T {
    const open = this.open();
    try {
      const result = work();
      this.keep(open);
      return result;
    } catch (error) {
      this.undo(open);
      throw error;
    } finally {
      this.leave(open);
    }
  }

  /**
   * Opens a transaction that its caller ends, for work that is no single function. All statements belong to it until
   * then, so it must be ended before the next turn of the event loop. Of an isolated one nothing is left after a
   * rollback, not even what otherwise survives it.
   */
  begin({ isIsolated = false }: { isIsolated?: boolean } = {}): OpenTransaction {
    const open = this.open();
    const wasIsolated = this.isolated;
    this.isolated ||= isIsolated;
    const end = (work: () => void): void => {
      if (this.depth !== open.level + 1) throw new Error('The transaction is not the innermost one that is open.');
      try {
        work();
      } finally {
        this.isolated = wasIsolated;
        this.leave(open);
      }
    };
    return {
      commit: () => {
        end(() => {
          try {
            this.keep(open);
          } catch (error) {
            this.undo(open);
            throw error;
          }
        });
      },
      rollback: () => {
        end(() => {
          this.undo(open);
        });
      },
    };
  }

  get isInTransaction(): boolean {
    return this.depth > 0;
  }

  /** Whether an isolated transaction is open. */
  get isIsolated(): boolean {
    return this.isolated;
  }

  /** Marks a point in the present transaction that it can return to, more than once; valid until the transaction ends. */
  savepoint(): Savepoint {
    if (this.depth === 0) throw new Error('A savepoint needs a transaction.');
    this.savepoints += 1;
    const name = `savepoint${this.savepoints}`;
    const { depth } = this;
    const { mark } = this.afterTransaction;
    this.connection.exec(`SAVEPOINT ${name}`);
    const run = (sql: string): void => {
      if (this.depth !== depth) throw new Error('A savepoint is only valid in the transaction that set it.');
      this.connection.exec(sql);
    };
    return {
      rollback: () => {
        run(`ROLLBACK TO ${name}`);
        this.afterTransaction.rollBack(mark);
        for (const forget of this.afterRollback) forget();
      },
      release: () => {
        run(`RELEASE ${name}`);
      },
    };
  }

  /** Runs `work` once the outermost transaction has committed; never when what asked for it was rolled back. */
  afterCommit(work: () => void): void {
    this.later({ work, survivesRollback: false });
  }

  /** Runs `work` once the outermost transaction has ended, whichever way. */
  afterEnd(work: () => void): void {
    this.later({ work, survivesRollback: true });
  }

  /** Registers a listener that clears caches of data after a rollback. */
  onRollback(forget: () => void): void {
    this.afterRollback.push(forget);
  }

  close(): void {
    this.forgetStatements();
    this.connection.close();
  }

  private open(): Level {
    const level = this.depth;
    this.connection.exec(level === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT level${level}`);
    this.depth += 1;
    return { level, mark: this.afterTransaction.mark };
  }

  private keep({ level }: Level): void {
    this.connection.exec(level === 0 ? 'COMMIT' : `RELEASE level${level}`);
  }

  private undo({ level, mark }: Level): void {
    this.connection.exec(level === 0 ? 'ROLLBACK' : `ROLLBACK TO level${level}; RELEASE level${level}`);
    this.afterTransaction.rollBack(mark);
    for (const forget of this.afterRollback) forget();
  }

  private leave({ level }: Level): void {
    this.depth = level;
    if (level === 0) this.afterTransaction.run();
  }

  private later(step: LaterStep): void {
    if (this.depth === 0) step.work();
    else this.afterTransaction.add(step);
  }

  private forgetStatements(): void {
    this.statements.clear();
    this.arrayStatements.clear();
  }
}
