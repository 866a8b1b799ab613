import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { OrgError } from '../../org-error.ts';
import type { Org } from '../../org.ts';
import type { IngestJob } from './ingest-job.ts';
import { ResultFile } from './result-file.ts';
import type { ResultMark } from './result-file.ts';
import { dayMs } from '../../calendar.ts';

type JobOrder = Pick<
  IngestJob,
  'id' | 'operation' | 'object' | 'externalIdField' | 'assignsOwner' | 'format' | 'userId' | 'apiVersion'
>;

/** The part of a job that is stored in the org's file. */
type KeptJob = JobOrder &
  Pick<IngestJob, 'state' | 'errorMessage' | 'isUploaded' | 'headers' | 'processingMs'> & {
    createdMs: number;
    changedMs: number;
    succeeded: ResultMark;
    failed: ResultMark;
  };

const kind = 'IngestJob';
/** The platform keeps jobs and their results for seven days. */
const keptMs = 7 * dayMs;

/**
 * The ingest jobs of the org, with their files. A job is kept beside the data, and its progress in the transactions of
 * its records: after the process is killed it continues after its last committed chunk.
 */
export class IngestJobs {
  readonly #org: Org;
  readonly #folder: string;
  readonly #jobs = new Map<string, IngestJob>();
  readonly #running = new Set<Promise<void>>();
  #isClosing = false;

  constructor(org: Org, folder: string) {
    this.#org = org;
    this.#folder = folder;
    for (const job of org.kept.all(kind) as KeptJob[]) this.#jobs.set(job.id, this.#open(job));
  }

  get all(): IngestJob[] {
    this.#forgetOld();
    return [...this.#jobs.values()];
  }

  /** False once the server stops: jobs continue after the next start. */
  get isRunning(): boolean {
    return !this.#isClosing;
  }

  create(job: JobOrder): IngestJob {
    this.#forgetOld();
    const createdMs = this.#org.clock.now().getTime();
    const created = this.#open({
      ...job,
      ...{ createdMs, changedMs: createdMs, state: 'Open', errorMessage: undefined, isUploaded: false },
      ...{ headers: [], processingMs: 0, succeeded: { count: 0, bytes: 0 }, failed: { count: 0, bytes: 0 } },
    });
    this.#jobs.set(job.id, created);
    this.keep(created);
    return created;
  }

  /** @throws OrgError `NOT_FOUND` when there is no such job of this user */
  get(id: string, userId: string): IngestJob {
    this.#forgetOld();
    const job = [...this.#jobs.values()].find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    if (job !== undefined && job.userId === userId) return job;
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  }

  /** Stores the state of a job in the current transaction. */
  keep(job: IngestJob): void {
    const { id, operation, object, externalIdField, assignsOwner, format, userId, apiVersion } = job;
    const { state, errorMessage, isUploaded, headers, processingMs } = job;
    const kept: KeptJob = {
      ...{ id, operation, object, externalIdField, assignsOwner, format, userId, apiVersion },
      ...{ state, errorMessage, isUploaded, headers, processingMs },
      createdMs: job.createdAt.getTime(),
      changedMs: job.changedAt.getTime(),
      succeeded: job.succeeded.mark,
      failed: job.failed.mark,
    };
    this.#org.kept.put(kind, id, kept);
  }

  /** Tracks the work of a job, so that the server waits for it when it stops. */
  track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  delete(job: IngestJob): void {
    this.#org.kept.delete(kind, job.id);
    this.#jobs.delete(job.id);
    job.succeeded.remove();
    job.failed.remove();
    rmSync(job.uploadPath, { force: true });
  }

  /** Stops running jobs after their chunk; they continue at the next start if the org has a folder. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#running);
    for (const { succeeded, failed } of this.#jobs.values()) {
      succeeded.close();
      failed.close();
    }
  }

  #open({ createdMs, changedMs, succeeded, failed, ...job }: KeptJob): IngestJob {
    const fileOf = (name: string): string => join(this.#folder, `${job.id}.${name}.csv`);
    return {
      ...job,
      createdAt: new Date(createdMs),
      changedAt: new Date(changedMs),
      externalIdField: job.externalIdField,
      errorMessage: job.errorMessage,
      uploadPath: fileOf('upload'),
      succeeded: new ResultFile(fileOf('successful'), succeeded),
      failed: new ResultFile(fileOf('failed'), failed),
    };
  }

  #forgetOld(): void {
    const oldest = this.#org.clock.now().getTime() - keptMs;
    for (const job of [...this.#jobs.values()]) {
      const isOver = job.state !== 'InProgress' && job.state !== 'UploadComplete';
      if (isOver && job.createdAt.getTime() < oldest) this.delete(job);
    }
  }
}
