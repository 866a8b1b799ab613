import type { Goal } from '@plumbline/contract';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { WritePace, WriteResult } from '../../ports/scores.ts';
import type { JobSettings } from './bulk-job.ts';
import { bulkUpdate } from './bulk-update.ts';
import { newerScore, readScores } from './score-fields.ts';
import { lockDelaysMs } from './session.ts';
import type { Session } from './session.ts';
import { collectionSize, isChunkError, updateCollections } from './update-collections.ts';

type WriteSettings = JobSettings & {
  /** More writes than this use Bulk API 2.0. */
  mostCollectionWrites: number;
  /** Throws ScoringError `salesforce.limit-reached` when background work must make no more API calls. */
  requireCalls: () => void;
};

type Writing = {
  session: Session;
  settings: WriteSettings;
  goal: Goal;
  /** The optional score fields that are written. */
  parts: readonly OptionalPart[];
  /** The pace of a run; absent for records whose user waits. */
  pace?: WritePace;
  signal?: AbortSignal;
};

type PacedWriting = Writing & { pace: WritePace };

/** Errors of a record that a retry may resolve. */
const transientCodes = new Set(['UNABLE_TO_LOCK_ROW', 'NOT_PROCESSED']);

/** Bulk API 2.0 has no header that acknowledges the alert of a duplicate rule; collections have. */
const duplicateCode = 'DUPLICATES_DETECTED';

/**
 * Writes score fields: the only way by which scores reach the org. Returns results in the order of the writes. A run
 * leaves out records that have a newer score. Records that are locked, or that an interrupted bulk job did not process,
 * are retried with growing delays a limited number of times.
 */
export async function writeScores(writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const newer = writing.pace === undefined ? new Set<string>() : await findNewer(writing, writes);
  if (newer.size > 0) writing.settings.log.info('salesforce.newer-scores-kept', { records: newer.size });
  const paced = { ...writing, pace: writing.pace ?? { chunkSize: collectionSize, singleRefusals: 0 } };
  const due = writes.filter(({ recordId }) => !newer.has(recordId));
  const written = new Map((await writeWithRetries(paced, due)).map((result) => [result.recordId, result]));
  return writes.map(({ recordId }) => written.get(recordId) ?? { recordId, error: newerScore });
}

/** The records whose score in the org is newer than the write. */
async function findNewer({ session, goal }: Writing, writes: ScoreWrite[]): Promise<Set<string>> {
  const dated = writes.filter(({ scoredAt }) => scoredAt !== undefined);
  if (dated.length === 0) return new Set();
  const current = await readScores(
    session,
    goal,
    dated.map(({ recordId }) => recordId),
  );
  const isNewer = ({ recordId, scoredAt = '' }: ScoreWrite): boolean =>
    Date.parse(current.get(recordId)?.scoredAt ?? '') > Date.parse(scoredAt);
  return new Set(dated.filter(isNewer).map(({ recordId }) => recordId));
}

async function writeWithRetries(writing: PacedWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const { sleep, log } = writing.settings;
  let results = await writeOnce(writing, writes);
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    const unwritten = results.filter(isTransient).length;
    if (unwritten === 0) return results;
    log.info('salesforce.records-retried', { records: unwritten, retry: retry + 1, delayMs });
    await sleep(delayMs, writing.signal);
    results = await writeAgain(writes, results, isTransient, (again) => writeOnce(writing, again));
  }
  return results;
}

/** Writes the records again whose results meet the condition, and replaces these results. */
async function writeAgain(
  writes: ScoreWrite[],
  results: WriteResult[],
  condition: (result: WriteResult) => boolean,
  write: (again: ScoreWrite[]) => Promise<WriteResult[]>,
): Promise<WriteResult[]> {
  const indices = results.flatMap((result, index) => (condition(result) ? [index] : []));
  if (indices.length === 0) return results;
  const replaced = [...results];
  const again = await write(indices.flatMap((index) => writes[index] ?? []));
  for (const [position, index] of indices.entries()) {
    const result = again[position];
    if (result !== undefined) replaced[index] = result;
  }
  return replaced;
}

/** Bulk API 2.0 saves chunks of 200 whatever the pace, and acknowledges no alert: what it refuses goes by collections. */
async function writeOnce(writing: PacedWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const isBulk = writes.length > writing.settings.mostCollectionWrites && writing.pace.chunkSize >= collectionSize;
  if (!isBulk) return updateCollections(writing, writes);
  const results = await bulkUpdate(writing, writes);
  const isRefusedByBulk = (result: WriteResult): boolean =>
    isChunkError(result) || result.error?.code === duplicateCode;
  return writeAgain(writes, results, isRefusedByBulk, (again) => updateCollections(writing, again));
}

const isTransient = ({ error }: WriteResult): boolean => error !== undefined && transientCodes.has(error.code);
