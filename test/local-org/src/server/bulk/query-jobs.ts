import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrgError } from '../../org-error.ts';
import type { Org, QueryRow } from '../../org.ts';
import type { Faults } from '../faults.ts';
import { isObject } from '../json-value.ts';
import { RowSpool } from '../row-spool.ts';
import { csvLine } from './csv-format.ts';
import type { CsvFormat } from './csv-format.ts';
import { dayMs } from '../../calendar.ts';

export type QueryJobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** One Bulk API 2.0 query job; its rows are in a file as CSV. */
export type QueryJob = {
  readonly id: string;
  readonly operation: 'query' | 'queryAll';
  readonly soql: string;
  readonly object: string;
  readonly columns: string[];
  readonly format: CsvFormat;
  readonly userId: string;
  readonly apiVersion: string;
  readonly createdAt: Date;
  state: QueryJobState;
  errorMessage: string | undefined;
  rows: RowSpool;
  processingMs: number;
};

type NewQueryJob = Pick<QueryJob, 'id' | 'operation' | 'soql' | 'format' | 'userId' | 'apiVersion' | 'createdAt'>;

/** The part of a job that is stored in the org's file. */
type KeptJob = Omit<QueryJob, 'createdAt' | 'rows'> & { createdMs: number };

const kind = 'QueryJob';
/** The platform keeps jobs and their results for seven days. */
const keptMs = 7 * dayMs;

const sliceMs = 20;
const platformTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\+0000$/;

/** The value at a column's path; names ignore case, as in the query. */
function valueAt(row: QueryRow, path: readonly string[]): unknown {
  return path.reduce<unknown>((parent, name) => {
    if (!isObject(parent)) return undefined;
    if (name in parent) return parent[name];
    const lower = name.toLowerCase();
    return Object.entries(parent).find(([key]) => key.toLowerCase() === lower)?.[1];
  }, row);
}

/** Bulk results end datetimes in Z. */
const cellOf = (value: unknown): unknown => (typeof value === 'string' ? value.replace(platformTime, '$1Z') : value);

/**
 * The query jobs of the org. Results of a complete job survive a restart; an interrupted job runs its query again.
 */
export class QueryJobs {
  readonly #org: Org;
  readonly #folder: string;
  readonly #faults: Faults;
  readonly #jobs = new Map<string, QueryJob>();
  readonly #running = new Set<Promise<void>>();
  #isClosing = false;

  constructor(org: Org, folder: string, faults: Faults) {
    this.#org = org;
    this.#folder = folder;
    this.#faults = faults;
    for (const job of org.kept.all(kind) as KeptJob[]) this.#restore(job);
  }

  get all(): QueryJob[] {
    this.#forgetOld();
    return [...this.#jobs.values()];
  }

  /**
   * Starts a job; the promise resolves when it ends and never rejects: the job has the error.
   *
   * @throws OrgError when the query is invalid
   */
  start(job: NewQueryJob): { job: QueryJob; work: Promise<void> } {
    const { operation, soql, userId, apiVersion } = job;
    const options = { includeDeleted: operation === 'queryAll', apiVersion, forBulk: true };
    const { object, columns, rows } = this.#org.query(userId, soql, options);
    const started: QueryJob = {
      ...job,
      object,
      columns,
      state: 'UploadComplete',
      errorMessage: undefined,
      rows: new RowSpool(this.#folder, job.id),
      processingMs: 0,
    };
    this.#jobs.set(job.id, started);
    this.#keep(started);
    const work = this.#run(started, rows);
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
    return { job: started, work };
  }

  /** @throws OrgError `NOT_FOUND` when there is no such job of this user */
  get(id: string, userId: string): QueryJob {
    this.#forgetOld();
    const job = [...this.#jobs.values()].find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    if (job !== undefined && job.userId === userId) return job;
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }

  abort(job: QueryJob): void {
    job.state = 'Aborted';
    this.#keep(job);
  }

  delete(job: QueryJob): void {
    this.#org.kept.delete(kind, job.id);
    this.#jobs.delete(job.id);
    job.rows.remove();
  }

  /** Stops running jobs; they continue at the next start if the org has a folder. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#running);
    for (const { rows } of this.#jobs.values()) rows.close();
  }

  async #run(job: QueryJob, rows: Iterable<QueryRow>): Promise<void> {
    const startedAt = performance.now();
    const planted = this.#faults.ofBulkJob('query', job.object);
    const paths = job.columns.map((column) => column.split('.'));
    try {
      let sliceEnd = performance.now() + sliceMs;
      for (const row of rows) {
        if (planted !== undefined && job.rows.count >= planted.afterRecords) throw planted.error;
        const cells = paths.map((path) => cellOf(valueAt(row, path)));
        job.rows.append(csvLine(job.format, cells));
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        if (job.state === 'Aborted' || this.#isClosing) return;
        job.state = 'InProgress';
        sliceEnd = performance.now() + sliceMs;
      }
      job.rows.seal();
      job.state = 'JobComplete';
    } catch (error) {
      job.state = 'Failed';
      job.errorMessage = error instanceof Error ? error.message : String(error);
    }
    job.processingMs = Math.round(performance.now() - startedAt);
    this.#keep(job);
  }

  #keep(job: QueryJob): void {
    const { id, operation, soql, object, columns, format, userId, apiVersion, state, errorMessage, processingMs } = job;
    const order = { id, operation, soql, object, columns, format, userId, apiVersion };
    const kept: KeptJob = { ...order, state, errorMessage, processingMs, createdMs: job.createdAt.getTime() };
    this.#org.kept.put(kind, id, kept);
  }

  #restore({ createdMs, ...kept }: KeptJob): void {
    const job = { ...kept, createdAt: new Date(createdMs) };
    const isOver = job.state !== 'UploadComplete' && job.state !== 'InProgress';
    if (job.state === 'JobComplete') {
      this.#jobs.set(job.id, { ...job, rows: RowSpool.open(this.#folder, job.id) });
      return;
    }
    // Incomplete results of an unfinished job must not be read.
    new RowSpool(this.#folder, job.id).remove();
    const failed = (errorMessage = job.errorMessage): void => {
      const state = job.state === 'Aborted' ? job.state : 'Failed';
      const ended: QueryJob = { ...job, state, errorMessage, rows: new RowSpool(this.#folder, job.id) };
      this.#jobs.set(job.id, ended);
      this.#keep(ended);
    };
    if (isOver) {
      failed();
      return;
    }
    try {
      this.start(job);
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      failed(error.message);
    }
  }

  #forgetOld(): void {
    const oldest = this.#org.clock.now().getTime() - keptMs;
    for (const job of [...this.#jobs.values()]) {
      const isOver = job.state !== 'InProgress' && job.state !== 'UploadComplete';
      if (isOver && job.createdAt.getTime() < oldest) this.delete(job);
    }
  }
}
