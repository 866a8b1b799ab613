import type { Goal } from '@plumbline/contract';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { WriteResult } from '../../ports/scores.ts';
import { parseAnswer } from './answers.ts';
import type { JobSettings } from './bulk-job.ts';
import { bulkUpdate } from './bulk-update.ts';
import { lockDelaysMs } from './lock-retries.ts';
import { unexpectedAnswer } from './org-refusal.ts';
import { recordError } from './record-error.ts';
import { savedSchema } from './saved-records.ts';
import { toCollectionRecord } from './score-writes.ts';
import type { Session } from './session.ts';

export type WriteSettings = JobSettings & {
  /** More writes than this go by Bulk API 2.0. */
  mostCollectionWrites: number;
  /** Throws when background work may use no more API calls. */
  requireCalls: () => void;
};

const collectionSize = 200;
/** What became of a record that may do better the next time. */
const passingCodes = new Set(['UNABLE_TO_LOCK_ROW', 'NOT_PROCESSED']);

type Writing = { session: Session; settings: WriteSettings; goal: Goal; signal?: AbortSignal };

async function updateCollection({ session, goal, signal }: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const records = writes.map((write) => toCollectionRecord(goal.object, goal.scoreField, write));
  const answer = await session.send({
    method: 'PATCH',
    path: '/composite/sobjects',
    body: { allOrNone: false, records },
    // The same values twice are the same as once.
    isRepeatable: true,
    signal,
  });
  const saved = parseAnswer(savedSchema, answer, 'an update of a collection');
  if (saved.length !== writes.length) throw unexpectedAnswer('an update of a collection tells of other records');
  return writes.map(({ recordId }, index) => {
    const [problem] = saved[index]?.errors ?? [];
    if (saved[index]?.success === true) return { recordId };
    const { statusCode: code = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = problem ?? {};
    return { recordId, error: recordError({ code, message, fields }) };
  });
}

async function updateCollections(writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const results: WriteResult[] = [];
  for (let start = 0; start < writes.length; start += collectionSize) {
    writing.signal?.throwIfAborted();
    // One record is somebody waiting for it; more is background work.
    if (writes.length > 1) writing.settings.requireCalls();
    results.push(...(await updateCollection(writing, writes.slice(start, start + collectionSize))));
  }
  return results;
}

const writeOnce = (writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> =>
  writes.length > writing.settings.mostCollectionWrites
    ? bulkUpdate(writing, writes)
    : updateCollections(writing, writes);

const mayPass = ({ error }: WriteResult): boolean => error !== undefined && passingCodes.has(error.code);

/**
 * Writes score fields; records that somebody else holds, or that a broken job did not come to, are tried again, later
 * and later, then given up.
 */
export async function writeScores(writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const { sleep, log } = writing.settings;
  const results = await writeOnce(writing, writes);
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    const unwritten = results.flatMap((result, index) => (mayPass(result) ? [index] : []));
    if (unwritten.length === 0) return results;
    log.info('salesforce.records-unwritten', { records: unwritten.length, retry: retry + 1, delayMs });
    await sleep(delayMs, writing.signal);
    const again = await writeOnce(
      writing,
      unwritten.flatMap((index) => writes[index] ?? []),
    );
    for (const [place, index] of unwritten.entries()) {
      const result = again[place];
      if (result !== undefined) results[index] = result;
    }
  }
  return results;
}
