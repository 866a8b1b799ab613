import { z } from 'zod';
import type { Goal } from '@plumbline/contract';
import type { BandChange } from '../../domain/evaluation/outcomes.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { ScoreWrite } from '../../domain/scoring/score-fields.ts';
import type { WriteResult, RunLog } from '../../ports.ts';
import type { JobSettings } from './bulk-job.ts';
import { bulkUpdate } from './bulk-update.ts';
import { unexpectedAnswer, recordError } from './org-errors.ts';
import { parseAnswer } from './queries.ts';
import { toCollectionRecord } from './score-fields.ts';
import { lockDelaysMs } from './session.ts';
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

type Publishing = {
  session: Session;
  goal: Pick<Goal, 'id' | 'object'>;
  log: Pick<RunLog, 'info'>;
  signal?: AbortSignal;
};


const toEvent = ({ id, object }: Publishing['goal'], { recordId, from, to, score }: BandChange) => ({
  attributes: { type: 'Score_Band_Change__e' },
  Goal__c: id,
  Record_Id__c: recordId,
  Object__c: object,
  From_Band__c: from,
  To_Band__c: to,
  Score__c: score,
});

/**
 * Publishes a platform event for each change, at most once; how many the org took. The scores are written by then: an
 * event that the org does not take is logged, never an error.
 */
export async function publishBandChanges(publishing: Publishing, changes: readonly BandChange[]): Promise<number> {
  const { session, goal, log, signal } = publishing;
  let published = 0;
  for (let start = 0; start < changes.length; start += collectionSize) {
    const records = changes.slice(start, start + collectionSize).map((change) => toEvent(goal, change));
    try {
      const body = { allOrNone: false, records };
      const answer = await session.send({ method: 'POST', path: '/composite/sobjects', body, signal });
      const saved = parseAnswer(savedSchema, answer, 'a publication of events');
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

/** What the org says of each record of a collection, in the order of the records. */
export const savedSchema = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) })),
  }),
);
