import { z } from 'zod';
import { bandSchema } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { scoreFieldSet } from '../../domain/goals/score-field-set.ts';
import type { ScoreFields } from '../../domain/scoring/score.ts';
import { quoteSoql } from '../../domain/soql.ts';
import { parseAnswer, queryRecords, recordSchema } from './answers.ts';
import type { OrgRecord } from './answers.ts';
import type { Session } from './session.ts';

const idsAtOnce = 2000;

const retrievedSchema = z.array(recordSchema.nullable());
const fieldsSchema = z.object({
  score: z.number().optional(),
  band: bandSchema.optional(),
  percentile: z.number().optional(),
  scoredAt: z.string().optional(),
});
const idSchema = z.object({ Id: z.string() });

function readFields(record: OrgRecord, fields: ReturnType<typeof scoreFieldSet>): ScoreFields {
  const moment = record[fields.scoredAt];
  const { score, band, percentile, scoredAt } = parseAnswer(
    fieldsSchema,
    {
      score: record[fields.score] ?? undefined,
      band: record[fields.band] ?? undefined,
      percentile: record[fields.percentile] ?? undefined,
      scoredAt: typeof moment === 'string' ? new Date(moment).toISOString() : undefined,
    },
    'the score of a record',
  );
  return { score, band, percentile, scoredAt };
}

/** The score fields as they stand, by the ids that were asked for. */
export async function readScores(session: Session, goal: Goal, recordIds: string[]): Promise<Map<string, ScoreFields>> {
  const fields = scoreFieldSet(goal.scoreField);
  const found = new Map<string, ScoreFields>();
  for (let start = 0; start < recordIds.length; start += idsAtOnce) {
    const ids = recordIds.slice(start, start + idsAtOnce);
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
 * Ids of all records with a score, 0 included. Each page is a query of its own that begins after the last id, so that
 * scores may be removed meanwhile and no cursor can expire.
 */
export async function* readScoredIds(session: Session, goal: Goal, pageSize = idsAtOnce): AsyncGenerator<string[]> {
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
