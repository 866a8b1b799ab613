import { z } from 'zod';
import type { Goal } from '@plumbline/contract';
import type { OptionalPart } from '../../domain/goals/score-field-set.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';
import type { RunLog } from '../../ports/host.ts';
import type { WritePace, WriteResult } from '../../ports/scores.ts';
import { unexpectedAnswer } from './org-errors.ts';
import { parseAnswer } from './queries.ts';
import { scoreError, toCollectionRecord } from './score-fields.ts';
import type { OrgRequest, Session } from './session.ts';

type CollectionWriting = {
  session: Session;
  settings: {
    log: Pick<RunLog, 'info'>;
    /** Throws ScoringError `salesforce.limit-reached` when background work must make no more API calls. */
    requireCalls: () => void;
  };
  goal: Goal;
  /** The optional score fields that are written. */
  parts: readonly OptionalPart[];
  pace: WritePace;
  signal?: AbortSignal;
};

/** The most records of one `/composite/sobjects` request. */
export const collectionSize = 200;

/** Single records refused in a row by a trigger after which refused chunks are not halved any more. */
const mostSingleRefusals = 10;

/**
 * What a trigger, a flow or a limit reports for every record that is saved together with the one that failed; the same
 * records in smaller chunks may succeed.
 */
const chunkCodes = new Set([
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'CANNOT_EXECUTE_FLOW_TRIGGER',
  'APEX_ERROR',
  'LIMIT_EXCEEDED',
  'REQUEST_RUNNING_TOO_LONG',
  'UNKNOWN_EXCEPTION',
]);

export const isChunkError = ({ error }: WriteResult): boolean => error !== undefined && chunkCodes.has(error.code);

/** The result of each record of a collection, in the order of the records. */
const savedSchema = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string(), fields: z.array(z.string()).default([]) })),
  }),
);

/**
 * Updates records in chunks of the pace. What a trigger refuses of a chunk is halved and tried again, down to one record;
 * the size that succeeds is kept in the pace. Returns results in the order of the writes.
 */
export async function updateCollections(writing: CollectionWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const results: WriteResult[] = [];
  while (results.length < writes.length) {
    writing.signal?.throwIfAborted();
    // A single record has a user waiting for it; only background work must keep its share of the API calls.
    if (writes.length > 1) writing.settings.requireCalls();
    const chunk = writes.slice(results.length, results.length + writing.pace.chunkSize);
    results.push(...(await updateChunk(writing, chunk)));
  }
  return results;
}

async function updateChunk(writing: CollectionWriting, writes: ScoreWrite[]): Promise<WriteResult[]> {
  const { pace, settings } = writing;
  const results = await updateCollection(writing, writes);
  const refused = results.flatMap((result, index) => (isChunkError(result) ? [index] : []));
  const isAnySaved = results.some(({ error }) => error === undefined);
  if (isAnySaved) pace.singleRefusals = 0;
  else if (refused.length === 1 && writes.length === 1) pace.singleRefusals += 1;
  // A trigger that refuses every single record would cost two calls a record.
  if (refused.length === 0 || writes.length === 1 || pace.singleRefusals >= mostSingleRefusals) return results;
  // Records that the org refused by themselves, such as deleted or locked ones, never reached the trigger.
  const again = refused.flatMap((index) => writes[index] ?? []);
  const half = Math.ceil(again.length / 2);
  const code = results[refused[0] ?? 0]?.error?.code;
  settings.log.info('salesforce.chunk-halved', { records: again.length, code, next: half });
  const parts = [
    ...(await updatePart(writing, again.slice(0, half), half)),
    ...(await updatePart(writing, again.slice(half), half)),
  ];
  // Where a record fails alone, the record is the cause and not the size; where others were saved, the size was fine.
  if (!isAnySaved && !parts.some(isChunkError)) pace.chunkSize = Math.min(pace.chunkSize, half);
  const replaced = new Map(parts.map((result) => [result.recordId, result]));
  return results.map((result) => replaced.get(result.recordId) ?? result);
}

/** A part of a refused chunk, which may be empty, in chunks of the size that has succeeded meanwhile. */
const updatePart = (writing: CollectionWriting, writes: ScoreWrite[], size: number): Promise<WriteResult[]> =>
  writing.pace.chunkSize < size || writes.length === 0
    ? updateCollections(writing, writes)
    : updateChunk(writing, writes);

async function updateCollection({ session, goal, parts, signal }: CollectionWriting, writes: ScoreWrite[]) {
  const records = writes.map((write) => toCollectionRecord(goal, parts, write));
  // Writing the same values again is harmless, so the request is repeatable.
  const saved = await saveCollection(session, records, { method: 'PATCH', isRepeatable: true, signal });
  if (saved.length !== writes.length) throw unexpectedAnswer('the result of a collection is of other records');
  return writes.map(({ recordId }, index): WriteResult => {
    const [problem] = saved[index]?.errors ?? [];
    if (saved[index]?.success === true) return { recordId };
    const { statusCode: code = 'UNKNOWN_EXCEPTION', message = '', fields = [] } = problem ?? {};
    return { recordId, error: scoreError(goal.scoreField, { code, message, fields }) };
  });
}

/** Creates (POST) or updates (PATCH) records in one request, each on its own: one that fails does not undo the others. */
export async function saveCollection(
  session: Session,
  records: Record<string, unknown>[],
  options: Pick<OrgRequest, 'method' | 'isRepeatable' | 'signal'>,
): Promise<z.infer<typeof savedSchema>> {
  const body = { allOrNone: false, records };
  const answer = await session.send({ ...options, path: '/composite/sobjects', body });
  return parseAnswer(savedSchema, answer, 'the result of a collection');
}
