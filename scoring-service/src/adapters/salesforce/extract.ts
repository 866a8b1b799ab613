import { mkdir } from 'node:fs/promises';
import { buildSoql } from '../../domain/features/build-soql.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceTable } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { requireWholeCondition } from '../../domain/scoring/record-selection.ts';
import type { ExtractOptions } from '../../ports.ts';
import { awaitJob, createQueryJob, deleteJob } from './bulk-job.ts';
import type { JobSettings } from './bulk-job.ts';
import { describeObject } from './describe-org.ts';
import { folderKeyOf, pagePath, readProgress, saveProgress, startOver, writePage } from './extraction-folder.ts';
import type { TableProgress } from './extraction-folder.ts';
import { codeOf, refusalOf, unexpectedAnswer } from './org-errors.ts';
import type { Session } from './session.ts';

/** Jobs of one org run side by side anyway; more of ours would only crowd out those of others. */
const tablesAtOnce = 3;

/**
 * Reads whole tables through Bulk API 2.0 into protected CSV pages; what is complete in the folder is not read again.
 * When one table fails, the others stop after what they are at.
 */
export async function extractTables(
  session: Session,
  settings: ExtractSettings,
  tables: ReadTable[],
  options: ExtractOptions,
): Promise<void> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const keyOf = await folderKeyOf(options.folder);
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const waiting = [...tables];

  async function work(): Promise<void> {
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      try {
        await extractTable({ ...options, signal, session, settings, keyOf }, table);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }
  }
  await Promise.allSettled(Array.from({ length: tablesAtOnce }, work));
  options.signal?.throwIfAborted();
  failure.signal.throwIfAborted();
}

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

/** The pages of a selection, which `FeatureSession.select` reads. */
const selectedName = 'selected';

/** How many records a condition is true of; the org is the judge of what it can read. */
export async function countMatches(
  count: (soql: string) => Promise<number>,
  object: string,
  where: string,
): Promise<number> {
  requireWholeCondition(where);
  try {
    return await count(`SELECT COUNT() FROM ${object} WHERE (${where})`);
  } catch (error) {
    if (error instanceof ScoringError && /^salesforce\.(refused|no-access)$/.test(error.kind)) throw unreadable(error);
    throw error;
  }
}

/** What the org said is kept to its code and the names in it: its text quotes values. */
function unreadable(error: ScoringError): ScoringError {
  const names = /no access to (\S+)/.exec(error.message)?.[1];
  const about = [codeOf(error), names].filter((part) => part !== undefined && part !== 'something').join(': ');
  return new ScoringError('request.invalid', {
    message: `The org cannot use the condition for the integration user (${about}).`,
    cause: error.cause,
    actions: [
      'Try the condition in a query: sf data query --query "SELECT COUNT() FROM … WHERE …".',
      'Check that the integration user may read every field of it.',
    ],
  });
}

/** Reads the ids of a selection through Bulk API 2.0; goes on where an earlier call was cut off. */
export function extractIds(
  session: Session,
  settings: ExtractSettings,
  { object, where }: { object: string; where: string },
  options: ExtractOptions,
): Promise<void> {
  const columns = [{ path: 'Id', column: 'id', protection: 'none' as const }];
  return extractTables(session, settings, [{ name: selectedName, object, columns, where: `(${where})` }], options);
}
