import { rmSync } from 'node:fs';
import { OrgError } from '../../org-error.ts';
import { RowSpool } from '../row-spool.ts';
import type { IngestJob } from './ingest-job.ts';

type NewIngestJob = Pick<
  IngestJob,
  'id' | 'operation' | 'object' | 'externalIdField' | 'format' | 'userId' | 'apiVersion' | 'createdAt'
>;

/** The ingest jobs of the running server, with their files. */
export class IngestJobs {
  readonly folder: string;
  readonly #jobs = new Map<string, IngestJob>();
  readonly #running = new Set<Promise<void>>();

  constructor(folder: string) {
    this.folder = folder;
  }

  get all(): IngestJob[] {
    return [...this.#jobs.values()];
  }

  create(job: NewIngestJob): IngestJob {
    const created: IngestJob = {
      ...job,
      changedAt: job.createdAt,
      state: 'Open',
      errorMessage: undefined,
      uploadPath: undefined,
      headers: [],
      succeeded: new RowSpool(this.folder),
      failed: new RowSpool(this.folder),
      processingMs: 0,
    };
    this.#jobs.set(job.id, created);
    return created;
  }

  /** @throws OrgError `NOT_FOUND` when there is no such job of this user */
  get(id: string, userId: string): IngestJob {
    const job = this.#jobs.get(id.slice(0, 18));
    if (job !== undefined && job.userId === userId) return job;
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }

  /** Keeps hold of a job's work, so that the server stops after it. */
  track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  delete(job: IngestJob): void {
    job.succeeded.remove();
    job.failed.remove();
    if (job.uploadPath !== undefined) rmSync(job.uploadPath, { force: true });
    this.#jobs.delete(job.id);
  }

  /** Stops what runs at the end of its slice, then removes all files. */
  async close(): Promise<void> {
    for (const job of this.all) if (job.state === 'InProgress') job.state = 'Aborted';
    await Promise.all(this.#running);
    for (const job of this.all) this.delete(job);
  }
}
