import { mkdir } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import pMap from 'p-map';
import { buildSoql } from '../../domain/soql.ts';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import type { SourceTable } from '../../domain/features/source-plan.ts';
import type { ExtractOptions } from '../../ports/records.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { awaitJob, createJob, deleteJob } from './bulk-job.ts';
import type { JobSettings } from './bulk-job.ts';
import { describeObject } from './describe-org.ts';
import { folderKeyOf, pagePath, readProgress, saveProgress, startOver, writePage } from './extraction-folder.ts';
import type { TableProgress } from './extraction-folder.ts';
import { UnreadableAnswer } from './org-call.ts';
import { codeOf, refusalOf } from './org-errors.ts';
import { queryRecords } from './queries.ts';
import type { Session } from './session.ts';

type ExtractSettings = JobSettings & {
  /** Rows per page of results. */
  maxRecordsPerPage: number;
  /** Throws ScoringError `salesforce.limit-reached` when background work must make no more API calls. */
  requireCalls: () => void;
};

/** A table of a source plan, or the selected ids of a run. */
type ReadTable = Omit<SourceTable, 'name'> & { name: string };

type Extraction = ExtractOptions & { session: Session; settings: ExtractSettings; keyOf: KeyOf };

/** The org runs queued jobs in parallel on its own, so more jobs would only delay those of other applications. */
const tablesAtOnce = 3;

/** Small setup tables, which are read by a plain query: the platform does not promise a bulk job for them. */
const queriedTables: readonly string[] = ['currency_type', 'dated_rate'];

/** Codes of a job that is gone: the org keeps jobs for seven days, and an admin can delete or abort one. */
const goneCodes = new Set(['NOT_FOUND', 'INVALID_QUERY_LOCATOR', 'INVALIDJOBSTATE', 'ENTITY_IS_DELETED']);

/** Waits before each new job in place of one that failed. */
const jobDelaysMs: readonly number[] = [2000, 10_000, 60_000];

/** `FeatureSession.select` reads pages with this name. */
const selectedName = 'selected';

/**
 * Reads whole tables through Bulk API 2.0 into protected CSV pages; pages that are complete in the folder are not read
 * again. When one table fails, the others stop after their current page.
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
  const extract = (table: ReadTable): Promise<void> =>
    extractTable({ ...options, signal, session, settings, keyOf }, table).catch((error: unknown) =>
      failure.abort(error),
    );
  await pMap(tables, extract, { concurrency: tablesAtOnce });
  options.signal?.throwIfAborted();
  failure.signal.throwIfAborted();
}

/** Reads the ids of a selection through Bulk API 2.0; continues where an earlier call was interrupted. */
export function extractIds(
  session: Session,
  settings: ExtractSettings,
  { object, where }: { object: string; where: string },
  options: ExtractOptions,
): Promise<void> {
  const columns = [{ path: 'Id', column: 'id', protection: 'none' as const }];
  return extractTables(session, settings, [{ name: selectedName, object, columns, where: `(${where})` }], options);
}

/** Reads one table, continuing where an earlier call was interrupted; from the start when its job is gone. */
async function extractTable(extraction: Extraction, table: ReadTable): Promise<void> {
  const { folder, settings } = extraction;
  const soql = await soqlOf(extraction, table);
  let progress = await readProgress(folder, table.name, soql);
  if (!progress.isDone && queriedTables.includes(table.name)) return await queryTable(extraction, table, progress);
  for (let restarts = 0; !progress.isDone; restarts += 1) {
    try {
      return await continueTable(extraction, table, progress);
    } catch (error) {
      const code = codeOf(error);
      const delayMs = jobDelaysMs[restarts];
      const isGone = code !== undefined && goneCodes.has(code);
      if (code === undefined || delayMs === undefined || !(isGone || isPassing(error))) throw error;
      settings.log.info('salesforce.extract-restarted', { table: table.name, code });
      if (!isGone) await settings.sleep(delayMs, extraction.signal);
      progress = await startOver(folder, table.name, soql);
    }
  }
}

const isPassing = (error: unknown): boolean => error instanceof ScoringError && error.kind === 'salesforce.failed';

async function queryTable(
  { session, folder, keyOf, onProgress }: Extraction,
  table: ReadTable,
  from: TableProgress,
): Promise<void> {
  const records = await queryRecords(session, from.soql);
  const lines = [
    table.columns.map(({ path }) => path),
    ...records.map((record) => table.columns.map(({ path }) => record[path])),
  ];
  const csv = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(stringify(lines));
  };
  const rows = await writePage(csv(), { columns: table.columns, keyOf, path: pagePath(folder, table.name, 1) });
  await saveProgress(folder, table.name, { ...from, pages: 1, rows, isDone: true });
  onProgress?.({ table: table.name, rows });
}

async function continueTable(extraction: Extraction, table: ReadTable, from: TableProgress): Promise<void> {
  const { session, settings, folder, signal, onProgress } = extraction;
  const save = (progress: TableProgress): Promise<void> => saveProgress(folder, table.name, progress);
  settings.requireCalls();
  const jobId = from.jobId ?? (await createQueryJob(extraction, from.soql));
  let progress: TableProgress = { ...from, jobId };
  await save(progress);
  const failure = await awaitJob(session, { kind: 'query', id: jobId, signal }, settings);
  if (failure) {
    // The next call must create a new job.
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

/** A `queryAll` job, because it also returns archived records. */
const createQueryJob = ({ session, signal }: Extraction, query: string): Promise<string> =>
  createJob(session, {
    kind: 'query',
    body: { operation: 'queryAll', query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' },
    signal,
  });

/** Reads one page of results into its file and returns the progress after it. */
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
    const expected = headers.get('sforce-numberofrecords');
    if (expected !== null && Number(expected) !== rows) throw new UnreadableAnswer('an incomplete page');
    const next = headers.get('sforce-locator') ?? 'null';
    // The locator of the last page is the text "null".
    const isDone = next === 'null' || next === '';
    return { ...progress, locator: isDone ? undefined : next, pages: page, rows: progress.rows + rows, isDone };
  });
}

/** `queryAll` also returns records in the recycle bin, which must not be used for training. */
async function soqlOf({ session, signal }: Extraction, table: ReadTable): Promise<string> {
  const fields = await describeObject(session, table.object, signal);
  if (fields === undefined) {
    throw refusalOf({ code: 'INVALID_TYPE', message: `sObject type '${table.object}' is not supported` });
  }
  const isKept = fields.some(({ name }) => name === 'IsDeleted');
  return buildSoql(table, isKept ? 'IsDeleted = false' : undefined);
}
