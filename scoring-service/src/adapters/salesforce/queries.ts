import { z } from 'zod';
import { unexpectedAnswer, refusalOf, queryOf } from './org-errors.ts';
import type { Subrequest } from './record-requests.ts';
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

/** Reads what comes in. Throws ScoringError `salesforce.failed` that says what was expected, not what came. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  throw unexpectedAnswer(`${what} has not the expected form (${places.slice(0, 3).join(', ')})`);
}

/** The records of a page and of those that follow it. */
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

/** `queryAll` finds deleted and archived records too. */
type QueryResource = 'query' | 'queryAll';

export const queryPath = (soql: string, resource: QueryResource = 'query'): string =>
  `/${resource}?q=${encodeURIComponent(soql)}`;

/** The first page of a query. */
export const queryPage = async (session: Session, soql: string, resource?: QueryResource): Promise<QueryPage> =>
  parseAnswer(queryPageSchema, await session.send({ method: 'GET', path: queryPath(soql, resource) }), 'a query');

/** All records of a query. */
export const queryRecords = async (session: Session, soql: string, resource?: QueryResource): Promise<OrgRecord[]> =>
  readAll(session, await queryPage(session, soql, resource));

const problemsSchema = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);
const compositeSchema = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string().nullable() }),
  ),
});

type SubAnswer = z.infer<typeof compositeSchema>['compositeResponse'][number];

/** The answers of a composite request of queries, by reference. */
export type CompositeAnswers = {
  /** The page of a subrequest. Throws ScoringError `salesforce.*` when the org refused it. */
  page(referenceId: string): QueryPage;
};

function refusalIn({ body }: SubAnswer, asked?: Subrequest): Error {
  const [problem] = parseAnswer(problemsSchema, body, 'a refused subrequest');
  if (problem === undefined) return unexpectedAnswer('a subrequest');
  const query = asked && queryOf({ path: asked.url });
  return refusalOf({ code: problem.errorCode, message: problem.message, query });
}

/** Sends queries as one request; reading may be repeated, so it is where the connection breaks. */
export async function sendQueries(session: Session, compositeRequest: Subrequest[]): Promise<CompositeAnswers> {
  const body = { allOrNone: false, compositeRequest };
  const answer = await session.send({ method: 'POST', path: '/composite', body, isRepeatable: true });
  const { compositeResponse } = parseAnswer(compositeSchema, answer, 'a composite request');
  // A request that is refused as a whole has one answer, which belongs to no subrequest.
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
