import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { bandSchema } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { newerScoreCode } from '../../domain/evaluation/write-failures.ts';
import { roundTo } from '../../domain/figures.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { optionalParts, requiredParts, scoreFieldSet } from '../../domain/goals/score-field-set.ts';
import type { OptionalPart, ScorePart } from '../../domain/goals/score-field-set.ts';
import type { ScoreFields, ScoreWrite } from '../../domain/scoring/score.ts';
import type { WriteResult } from '../../ports/scores.ts';
import { describeObject } from './describe-org.ts';
import { recordError } from './org-errors.ts';
import type { RecordProblem } from './org-errors.ts';
import { parseAnswer, queryRecords, recordSchema } from './queries.ts';
import type { OrgRecord } from './queries.ts';
import type { Session } from './session.ts';

const idsPerRequest = 2000;

const retrievedSchema = z.array(recordSchema.nullable());
const fieldsSchema = z.object({
  score: z.number().optional(),
  band: bandSchema.optional(),
  percentile: z.number().optional(),
  scoredAt: z.string().optional(),
});
const idSchema = z.object({ Id: z.string() });

/** The current score fields by record id. */
export async function readScores(session: Session, goal: Goal, recordIds: string[]): Promise<Map<string, ScoreFields>> {
  const fields = scoreFieldSet(goal.scoreField);
  const found = new Map<string, ScoreFields>();
  for (let start = 0; start < recordIds.length; start += idsPerRequest) {
    const ids = recordIds.slice(start, start + idsPerRequest);
    const body = { ids, fields: [fields.score, fields.band, fields.percentile, fields.scoredAt] };
    const path = `/composite/sobjects/${goal.object}`;
    const answer = await session.send({ method: 'POST', path, body, isRepeatable: true });
    const records = parseAnswer(retrievedSchema, answer, 'a retrieved collection');
    ids.forEach((id, index) => {
      const record = records[index];
      if (record) found.set(id, readFields(record, fields));
    });
  }
  return found;
}

/**
 * Ids of all records with a score, including 0. Each page is a query of its own that starts after the last id, so that
 * scores can be cleared between pages and no query cursor can expire.
 */
export async function* readScoredIds(session: Session, goal: Goal, pageSize = idsPerRequest): AsyncGenerator<string[]> {
  const { score } = scoreFieldSet(goal.scoreField);
  let after = '';
  for (;;) {
    const further = after === '' ? '' : ` AND Id > ${quoteSoql(after)}`;
    const soql = `SELECT Id FROM ${goal.object} WHERE ${score} != null${further} ORDER BY Id LIMIT ${pageSize}`;
    const ids = parseAnswer(z.array(idSchema), await queryRecords(session, soql), 'scored records').map(({ Id }) => Id);
    if (ids.length > 0) yield ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < pageSize) return;
    after = last;
  }
}

/** The optional score fields of a goal's set that the integration user may write. */
export async function readScoreParts(
  session: Session,
  { object, scoreField }: Pick<Goal, 'object' | 'scoreField'>,
): Promise<OptionalPart[]> {
  const facts = (await describeObject(session, object)) ?? [];
  const writable = new Set(facts.filter(({ isUpdateable }) => isUpdateable).map(({ name }) => name.toLowerCase()));
  const fields = scoreFieldSet(scoreField);
  return optionalParts.filter((part) => writable.has(fields[part].toLowerCase()));
}

/** A score as a record of a collection update, with the optional fields given. */
export function toCollectionRecord(
  { object, scoreField }: Pick<Goal, 'object' | 'scoreField'>,
  parts: readonly OptionalPart[],
  write: ScoreWrite,
): Record<string, unknown> {
  const fields = scoreFieldSet(scoreField);
  const values = valuesOf(write);
  return {
    attributes: { type: object },
    id: write.recordId,
    ...Object.fromEntries([...requiredParts, ...parts].map((part) => [fields[part], values[part]])),
  };
}

/** The CSV of one bulk update job with the writes that it contains. */
export type ScoreUpload = { csv: string; writes: ScoreWrite[] };

/** Scores as the CSV of bulk update jobs, each within the size limit of a job. */
export function toUpdateCsv(
  { scoreField, parts: optional }: { scoreField: string; parts: readonly OptionalPart[] },
  writes: ScoreWrite[],
  limitBytes = maxUploadBytes,
): ScoreUpload[] {
  const parts = [...requiredParts, ...optional];
  const fields = scoreFieldSet(scoreField);
  const header = stringify([['Id', ...parts.map((part) => fields[part])]]);
  const uploads: { lines: string[]; bytes: number; writes: ScoreWrite[] }[] = [];
  for (const write of writes) {
    const values = valuesOf(write);
    const line = stringify([[write.recordId, ...parts.map((part) => values[part] ?? bulkNull)]]);
    const bytes = Buffer.byteLength(line);
    const last = uploads.at(-1);
    if (last === undefined || last.bytes + bytes > limitBytes) {
      uploads.push({ lines: [line], bytes: header.length + bytes, writes: [write] });
      continue;
    }
    last.lines.push(line);
    last.bytes += bytes;
    last.writes.push(write);
  }
  return uploads.map(({ lines, writes: included }) => ({ csv: header + lines.join(''), writes: included }));
}

/**
 * The error of one score that was not written. The rule *Predictive Score Keeps Newest* of the score fields refuses a
 * write that is older than the score of the record, which is no failure; it shows its error beside the time of the score.
 */
export function scoreError(scoreField: string, problem: RecordProblem): NonNullable<WriteResult['error']> {
  const isOlder =
    problem.code === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && problem.fields.includes(scoreFieldSet(scoreField).scoredAt);
  return isOlder ? newerScore : recordError(problem);
}

/** The result of a write that was left out, because the record has a newer score. */
export const newerScore = { code: newerScoreCode, message: 'The record has a newer score.' };

type FieldValue = string | number | null;

const valuesOf = (write: ScoreWrite): Record<ScorePart, FieldValue> => ({
  score: write.score ?? null,
  band: write.band ?? null,
  percentile: write.percentile ?? null,
  scoredAt: write.scoredAt ?? null,
  factors: write.factors ?? null,
  probability: write.probability === undefined ? null : roundTo(100 * write.probability, 2),
  change: write.change ?? null,
  reason: write.reason ?? null,
  grade: write.grade ?? null,
  bandSince: write.bandSince ?? null,
});

/** Clears a field in Bulk API 2.0, where an empty cell leaves the field unchanged. */
const bulkNull = '#N/A';
/** Below the limit of 150 MB, which applies to the base64 encoding of the CSV. */
const maxUploadBytes = 100_000_000;

function readFields(record: OrgRecord, fields: ReturnType<typeof scoreFieldSet>): ScoreFields {
  const datetime = record[fields.scoredAt];
  const { score, band, percentile, scoredAt } = parseAnswer(
    fieldsSchema,
    {
      score: record[fields.score] ?? undefined,
      band: record[fields.band] ?? undefined,
      percentile: record[fields.percentile] ?? undefined,
      scoredAt: typeof datetime === 'string' ? new Date(datetime).toISOString() : undefined,
    },
    'the score of a record',
  );
  return { score, band, percentile, scoredAt };
}
