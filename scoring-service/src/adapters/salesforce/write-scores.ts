import { z } from 'zod';
import type { Goal } from '@plumbline/contract';
import type { BandChange } from '../../domain/evaluation/outcomes.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { RunLog } from '../../ports/host.ts';
import type { WriteResult } from '../../ports/scores.ts';
import type { JobSettings } from './bulk-job.ts';
import { bulkUpdate } from './bulk-update.ts';
import { recordError, unexpectedAnswer } from './org-errors.ts';
import { parseAnswer } from './queries.ts';
import { toCollectionRecord } from './score-fields.ts';
import { lockDelaysMs } from './session.ts';
import type { OrgRequest, Session } from './session.ts';

type WriteSettings = JobSettings & {
  /** More writes than this use Bulk API 2.0. */
  mostCollectionWrites: number;
  /** Throws ScoringError `salesforce.limit-reached` when background work must make no more API calls. */
  requireCalls: () => void;
};

type Writing = { session: Session; settings: WriteSettings; goal: Goal; signal?: AbortSignal };

type Publishing = {
  session: Session;
  goal: Pick<Goal, 'id' | 'object'>;
  log: Pick<RunLog, 'info'>;
  signal?: AbortSignal;
};

/** The most records of one `/composite/sobjects` request. */
const collectionSize = 200;

/** Errors of a record that a retry may resolve. */
const transientCodes = new Set(['UNABLE_TO_LOCK_ROW', 'NOT_PROCESSED']);

/** The result of each record of a collection, in the order of the records. */
const savedSchema = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) })),
  }),
);

/**
 * Writes score fields and returns results in the order of the writes. Records that are locked, or that an interrupted bulk
 * job did not process, are retried with growing delays a limited number of times.
 */
export async function writeScores(writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const { sleep, log } = writing.settings;
  const results = await writeOnce(writing, writes);
  for (const [retry, delayMs] of lockDelaysMs.entries()) {
    const unwritten = results.flatMap((result, index) => (isTransient(result) ? [index] : []));
    if (unwritten.length === 0) return results;
    log.info('salesforce.records-retried', { records: unwritten.length, retry: retry + 1, delayMs });
    await sleep(delayMs, writing.signal);
    const retried = await writeOnce(
      writing,
      unwritten.flatMap((index) => writes[index] ?? []),
    );
    for (const [position, index] of unwritten.entries()) {
      const result = retried[position];
      if (result !== undefined) results[index] = result;
    }
  }
  return results;
}

/**
 * Publishes a platform event for each band change, at most once, and returns how many the org accepted. The scores are
 * written already, so an event that the org refuses is only logged.
 */
export async function publishBandChanges(publishing: Publishing, changes: readonly BandChange[]): Promise<number> {
  const { session, goal, log, signal } = publishing;
  let published = 0;
  for (let start = 0; start < changes.length; start += collectionSize) {
    const records = changes.slice(start, start + collectionSize).map((change) => toEvent(goal, change));
    try {
      const saved = await saveCollection(session, records, { method: 'POST', signal });
      const refused = saved.filter(({ success }) => !success);
      published += saved.length - refused.length;
      const code = refused[0]?.errors[0]?.statusCode;
      if (refused.length > 0) log.info('salesforce.events-refused', { goalId: goal.id, events: refused.length, code });
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { kind } = error;
      log.info('salesforce.events-unpublished', { goalId: goal.id, events: changes.length - published, kind });
      return published;
    }
  }
  return published;
}

const writeOnce = (writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> =>
  writes.length > writing.settings.mostCollectionWrites
    ? bulkUpdate(writing, writes)
    : updateCollections(writing, writes);

const isTransient = ({ error }: WriteResult): boolean => error !== undefined && transientCodes.has(error.code);

async function updateCollections(writing: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const results: WriteResult[] = [];
  for (let start = 0; start < writes.length; start += collectionSize) {
    writing.signal?.throwIfAborted();
    // A single record has a user waiting for it; only background work must keep its share of the API calls.
    if (writes.length > 1) writing.settings.requireCalls();
    results.push(...(await updateCollection(writing, writes.slice(start, start + collectionSize))));
  }
  return results;
}

async function updateCollection({ session, goal, signal }: Writing, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const records = writes.map((write) => toCollectionRecord(goal.object, goal.scoreField, write));
  // Writing the same values again is harmless, so the request is repeatable.
  const saved = await saveCollection(session, records, { method: 'PATCH', isRepeatable: true, signal });
  if (saved.length !== writes.length) throw unexpectedAnswer('the result of a collection is of other records');
  return writes.map(({ recordId }, index) => {
    const [problem] = saved[index]?.errors ?? [];
    if (saved[index]?.success === true) return { recordId };
    const { statusCode: code = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = problem ?? {};
    return { recordId, error: recordError({ code, message, fields }) };
  });
}

/** Creates (POST) or updates (PATCH) records in one request, each on its own: one that fails does not undo the others. */
async function saveCollection(
  session: Session,
  records: Record<string, unknown>[],
  options: Pick<OrgRequest, 'method' | 'isRepeatable' | 'signal'>,
): Promise<z.infer<typeof savedSchema>> {
  const body = { allOrNone: false, records };
  const answer = await session.send({ ...options, path: '/composite/sobjects', body });
  return parseAnswer(savedSchema, answer, 'the result of a collection');
}

const toEvent = ({ id, object }: Publishing['goal'], { recordId, from, to, score }: BandChange) => ({
  attributes: { type: 'Score_Band_Change__e' },
  Goal__c: id,
  Record_Id__c: recordId,
  Object__c: object,
  From_Band__c: from,
  To_Band__c: to,
  Score__c: score,
});
