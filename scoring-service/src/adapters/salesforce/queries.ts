import { z } from 'zod';
import { ScoringError } from '../../domain/scoring-error.ts';
import { requireWholeCondition } from '../../domain/scoring/record-selection.ts';
import type { FilledCounts, FilledQuery } from '../../domain/quality/input-figures.ts';
import { codeOf, queryOf, refusalOf, unexpectedAnswer } from './org-errors.ts';
import type { OrgRequest, Session } from './session.ts';

export const recordSchema = z.record(z.string(), z.unknown());
export type OrgRecord = z.infer<typeof recordSchema>;

/** A page of a query, or of a child relationship within a record. */
export const queryPageSchema = z.object({
  totalSize: z.int(),
  done: z.boolean(),
  records: z.array(recordSchema),
  nextRecordsUrl: z.string().optional(),
});
export type QueryPage = z.infer<typeof queryPageSchema>;

/** Parses an answer. Throws ScoringError `salesforce.failed` with what was expected; the answer itself is not quoted. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  throw unexpectedAnswer(`${what} does not have the expected form (${places.slice(0, 3).join(', ')})`);
}

/** `queryAll` also finds deleted and archived records. */
type QueryResource = 'query' | 'queryAll';

/** The first page of a query. */
export async function queryPage(session: Session, soql: string, resource: QueryResource = 'query'): Promise<QueryPage> {
  const path = `/${resource}?q=${encodeURIComponent(soql)}`;
  return parseAnswer(queryPageSchema, await session.send({ method: 'GET', path }), 'a query');
}

/** All records of a query. */
export const queryRecords = async (session: Session, soql: string, resource?: QueryResource): Promise<OrgRecord[]> =>
  readAll(session, await queryPage(session, soql, resource));

/** The records of a page and of all following pages. */
export async function readAll(
  session: Session,
  page: QueryPage,
  { signal }: Pick<OrgRequest, 'signal'> = {},
): Promise<OrgRecord[]> {
  const records = [...page.records];
  for (let last = page; !last.done && last.nextRecordsUrl !== undefined;) {
    const answer = await session.send({ method: 'GET', path: last.nextRecordsUrl, signal });
    last = parseAnswer(queryPageSchema, answer, 'a page of a query');
    records.push(...last.records);
  }
  return records;
}

/** The result of an aggregate query without groups; an empty sum counts as 0. */
export async function count(session: Session, soql: string): Promise<number> {
  const { totalSize, records } = await queryPage(session, soql);
  const [record] = records;
  if (record === undefined) return totalSize;
  const figures = Object.entries(record).filter(([name]) => name !== 'attributes');
  const [figure] = figures.map(([, value]) => value ?? 0);
  if (figures.length === 1 && typeof figure === 'number') return figure;
  throw unexpectedAnswer('a count is not one number');
}

const reportedSchema = z.object({ sObjects: z.array(z.object({ name: z.string(), count: z.number() })) });

/**
 * The approximate number of records by object, without regard to sharing; undefined for a user without View Setup and
 * Configuration.
 */
export async function reportedCounts(
  session: Session,
  objects: readonly string[],
): Promise<Record<string, number> | undefined> {
  try {
    const path = `/limits/recordCount?sObjects=${objects.join(',')}`;
    const { sObjects } = parseAnswer(reportedSchema, await session.send({ method: 'GET', path }), 'the record counts');
    return Object.fromEntries(sObjects.map((one) => [one.name, one.count]));
  } catch (error) {
    const refusals = ['salesforce.no-access', 'salesforce.refused'];
    if (error instanceof ScoringError && refusals.includes(error.kind)) return undefined;
    throw error;
  }
}

/** Fields counted by one query. */
const FIELDS_AT_ONCE = 50;

/** How many records of an object have a value in each field; undefined where the org refuses, as it does when it takes too long. */
export async function countFilled(
  session: Session,
  { object, fields, where }: FilledQuery,
): Promise<FilledCounts | undefined> {
  const counts: FilledCounts = { records: 0, filled: {} };
  for (let start = 0; start < Math.max(1, fields.length); start += FIELDS_AT_ONCE) {
    const part = fields.slice(start, start + FIELDS_AT_ONCE);
    const select = ['Id', ...part].map((field, index) => `COUNT(${field}) n${index}`);
    const soql = `SELECT ${select.join(', ')} FROM ${object}${where === undefined ? '' : ` WHERE ${where}`}`;
    const record = await firstUnlessRefused(session, soql);
    if (record === undefined) return undefined;
    counts.records = Number(record['n0'] ?? 0);
    part.forEach((field, index) => (counts.filled[field] = Number(record[`n${index + 1}`] ?? 0)));
  }
  return counts;
}

async function firstUnlessRefused(session: Session, soql: string): Promise<OrgRecord | undefined> {
  try {
    return (await queryPage(session, soql)).records[0];
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'salesforce.refused') return undefined;
    throw error;
  }
}

/** How many records match a condition. Throws ScoringError `request.invalid` for one that the org cannot evaluate. */
export async function countMatches(session: Session, object: string, where: string): Promise<number> {
  requireWholeCondition(where);
  try {
    return await count(session, `SELECT COUNT() FROM ${object} WHERE (${where})`);
  } catch (error) {
    if (error instanceof ScoringError && /^salesforce\.(refused|no-access)$/.test(error.kind)) {
      throw unusableCondition(error);
    }
    throw error;
  }
}

/** Only the org's code and the names of fields are kept, because its message quotes values. */
function unusableCondition(error: ScoringError): ScoringError {
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

/** A query of a composite request. */
export type Subrequest = { method: 'GET'; url: string; referenceId: string };

/** The answers of a composite request of queries, by reference. */
export type CompositeAnswers = {
  /** The first page of a subrequest. Throws ScoringError `salesforce.*` when the org refused it. */
  page(referenceId: string): QueryPage;
};

/** Sends queries as one composite request, which is repeated when the connection breaks. */
export async function sendQueries(session: Session, compositeRequest: Subrequest[]): Promise<CompositeAnswers> {
  const body = { allOrNone: false, compositeRequest };
  const answer = await session.send({ method: 'POST', path: '/composite', body, isRepeatable: true });
  const { compositeResponse } = parseAnswer(compositeSchema, answer, 'a composite request');
  // A composite request that is refused as a whole has one answer without a reference.
  const [whole] = compositeResponse;
  if (whole?.referenceId === null) throw refusalIn(whole);
  const answers = new Map(compositeResponse.map((subAnswer) => [subAnswer.referenceId, subAnswer]));
  return {
    page(referenceId) {
      const subAnswer = answers.get(referenceId);
      if (subAnswer === undefined) throw unexpectedAnswer(`a composite request without its part ${referenceId}`);
      if (subAnswer.httpStatusCode >= 400) {
        throw refusalIn(
          subAnswer,
          compositeRequest.find((asked) => asked.referenceId === referenceId),
        );
      }
      return parseAnswer(queryPageSchema, subAnswer.body, `part ${referenceId} of a composite request`);
    },
  };
}

const problemsSchema = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);
const compositeSchema = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string().nullable() }),
  ),
});

type SubAnswer = z.infer<typeof compositeSchema>['compositeResponse'][number];

function refusalIn({ body }: SubAnswer, asked?: Subrequest): Error {
  const [problem] = parseAnswer(problemsSchema, body, 'a refused subrequest');
  if (problem === undefined) return unexpectedAnswer('a subrequest');
  const query = asked && queryOf({ path: asked.url });
  return refusalOf({ code: problem.errorCode, message: problem.message, query });
}
