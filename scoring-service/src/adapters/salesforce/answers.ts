import { z } from 'zod';
import { unexpectedAnswer } from './org-refusal.ts';
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
