import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceTable } from '../../domain/features/source-plan.ts';
import { buildSoql } from '../../domain/soql.ts';
import type { ExtractOptions } from '../../ports/records.ts';
import { awaitJob, createQueryJob, deleteJob } from './bulk-job.ts';
import type { JobSettings } from './bulk-job.ts';
import { describeObject } from './describe-objects.ts';
import { codeOf, refusalOf, unexpectedAnswer } from './org-refusal.ts';
import type { Session } from './session.ts';
import { pagePath, readProgress, saveProgress, startOver } from './table-progress.ts';
import type { TableProgress } from './table-progress.ts';
import { writePage } from './write-page.ts';

export type ExtractSettings = JobSettings & {
  /** Rows of a page of results. */
  maxRecordsPerPage: number;
  /** Throws when background work may use no more API calls. */
  requireCalls: () => void;
};

/** A table of a plan, or what a run selects. */
export type ReadTable = Omit<SourceTable, 'name'> & { name: string };

type Extraction = ExtractOptions & { session: Session; settings: ExtractSettings; keyOf: KeyOf };

/** The platform keeps a job and its results for a week, and an administrator may delete it. */
const goneCodes = new Set(['NOT_FOUND', 'INVALID_QUERY_LOCATOR', 'INVALIDJOBSTATE', 'ENTITY_IS_DELETED', 'ABORTED']);
const mostRestarts = 2;

/** A query of all records also answers those in the recycle bin, which are none to learn from. */
async function soqlOf({ session, signal }: Extraction, table: ReadTable): Promise<string> {
  const fields = await describeObject(session, table.object, signal);
  if (fields === undefined) {
    throw refusalOf({ code: 'INVALID_TYPE', message: `sObject type '${table.object}' is not supported` });
  }
  const isKept = fields.some(({ name }) => name === 'IsDeleted');
  return buildSoql(table, isKept ? 'IsDeleted = false' : undefined);
}

/** One page of results into its file; the progress after it. */
async function readPage(
  { session, settings, keyOf, folder, signal }: Extraction,
  table: ReadTable,
  progress: TableProgress & { jobId: string },
): Promise<TableProgress> {
  const query = new URLSearchParams({ maxRecords: String(settings.maxRecordsPerPage) });
  if (progress.locator !== undefined) query.set('locator', progress.locator);
  const page = progress.pages + 1;
  const path = pagePath(folder, table.name, page);
  return session.stream(`/jobs/query/${progress.jobId}/results?${query}`, { signal }, async ({ headers, chunks }) => {
    const rows = await writePage(chunks, { columns: table.columns, keyOf, path });
    const told = headers.get('sforce-numberofrecords');
    if (told !== null && Number(told) !== rows) throw unexpectedAnswer(`a page of ${table.name} is not complete`);
    const next = headers.get('sforce-locator') ?? 'null';
    // The last page says "null" in so many letters.
    const isDone = next === 'null' || next === '';
    return { ...progress, locator: isDone ? undefined : next, pages: page, rows: progress.rows + rows, isDone };
  });
}

async function readOn(extraction: Extraction, table: ReadTable, from: TableProgress): Promise<void> {
  const { session, settings, folder, signal, onProgress } = extraction;
  const save = (progress: TableProgress): Promise<void> => saveProgress(folder, table.name, progress);
  settings.requireCalls();
  const jobId = from.jobId ?? (await createQueryJob(session, from.soql, signal));
  let progress: TableProgress = { ...from, jobId };
  await save(progress);
  const failure = await awaitJob(session, { kind: 'query', id: jobId, signal }, settings);
  if (failure) {
    // Nobody is to go on with this job.
    await startOver(folder, table.name, from.soql);
    throw failure;
  }
  while (!progress.isDone) {
    signal?.throwIfAborted();
    settings.requireCalls();
    progress = await readPage(extraction, table, { ...progress, jobId });
    await save(progress);
    onProgress?.({ table: table.name, rows: progress.rows });
  }
  await deleteJob(session, { kind: 'query', id: jobId }, settings.log);
}

/** Reads one table to its end, from where an earlier call was cut off; from the start when its job has gone. */
export async function extractTable(extraction: Extraction, table: ReadTable): Promise<void> {
  const { folder, settings } = extraction;
  const soql = await soqlOf(extraction, table);
  let progress = await readProgress(folder, table.name, soql);
  for (let restarts = 0; !progress.isDone; restarts += 1) {
    try {
      return await readOn(extraction, table, progress);
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || !goneCodes.has(code) || restarts === mostRestarts) throw error;
      settings.log.info('salesforce.extract-restarted', { table: table.name, code });
      progress = await startOver(folder, table.name, soql);
    }
  }
}
