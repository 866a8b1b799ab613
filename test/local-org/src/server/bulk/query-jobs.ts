import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrgError } from '../../org-error.ts';
import type { QueryResult, QueryRow } from '../../org.ts';
import { isObject } from '../json-value.ts';
import { RowSpool } from '../row-spool.ts';
import { csvLine } from './csv-format.ts';
import type { CsvFormat } from './csv-format.ts';

export type QueryJobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** One Bulk API 2.0 query job; its rows are in a file as CSV. */
export type QueryJob = {
  id: string;
  operation: 'query' | 'queryAll';
  object: string;
  columns: string[];
  format: CsvFormat;
  userId: string;
  apiVersion: string;
  createdAt: Date;
  state: QueryJobState;
  errorMessage: string | undefined;
  rows: RowSpool;
  processingMs: number;
};

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

/** The query jobs of the running server. */
export class QueryJobs {
  readonly #folder: string;
  readonly #jobs = new Map<string, QueryJob>();
  readonly #running = new Set<Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get all(): QueryJob[] {
    return [...this.#jobs.values()];
  }

  /** Starts a job; the promise ends with it and never fails: the job says what went wrong. */
  start(
    job: Pick<QueryJob, 'id' | 'operation' | 'format' | 'userId' | 'apiVersion' | 'createdAt'>,
    result: QueryResult,
  ): { job: QueryJob; work: Promise<void> } {
    const { object, columns } = result;
    const rows = new RowSpool(this.#folder);
    const started: QueryJob = {
      ...job,
      object,
      columns,
      state: 'UploadComplete',
      errorMessage: undefined,
      rows,
      processingMs: 0,
    };
    this.#jobs.set(job.id, started);
    const work = this.#run(started, result.rows);
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
    return { job: started, work };
  }

  /** @throws OrgError `NOT_FOUND` when there is no such job of this user */
  get(id: string, userId: string): QueryJob {
    const job = this.#jobs.get(id);
    if (job !== undefined && job.userId === userId) return job;
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }

  delete(job: QueryJob): void {
    job.rows.remove();
    this.#jobs.delete(job.id);
  }

  async close(): Promise<void> {
    for (const job of this.all) if (job.state !== 'JobComplete') job.state = 'Aborted';
    await Promise.all(this.#running);
    for (const job of this.all) this.delete(job);
  }

  async #run(job: QueryJob, rows: Iterable<QueryRow>): Promise<void> {
    const startedAt = performance.now();
    const paths = job.columns.map((column) => column.split('.'));
    try {
      let sliceEnd = performance.now() + sliceMs;
      for (const row of rows) {
        job.rows.append(
          csvLine(
            job.format,
            paths.map((path) => cellOf(valueAt(row, path))),
          ),
        );
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        if (job.state === 'Aborted') return;
        job.state = 'InProgress';
        sliceEnd = performance.now() + sliceMs;
      }
      job.state = 'JobComplete';
    } catch (error) {
      job.state = 'Failed';
      job.errorMessage = error instanceof Error ? error.message : String(error);
    }
    job.processingMs = Math.round(performance.now() - startedAt);
  }
}
