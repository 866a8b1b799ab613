import { z } from 'zod';
import type { LeadPath } from '../../domain/goals/qualified-statuses.ts';
import { parseAnswer, queryPageSchema, queryRecords, readAll } from './queries.ts';
import type { Session } from './session.ts';

/** When the recorded changes of lead statuses start; undefined without any. The platform sorts and filters by time alone. */
export async function statusHistoryFrom(session: Session): Promise<Date | undefined> {
  const soql = "SELECT CreatedDate FROM LeadHistory WHERE Field = 'Status' ORDER BY CreatedDate LIMIT 1";
  const [first] = await queryRecords(session, soql);
  return first && new Date(String(first['CreatedDate']));
}

const leadSchema = z.object({
  Status: z.string(),
  CreatedDate: z.string(),
  IsConverted: z.boolean(),
  Histories: queryPageSchema.nullish(),
});

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Leads with their recorded changes of status. Old and new values can be read, but neither filtered nor grouped by. */
export async function readLeadPaths(session: Session, soql: string): Promise<LeadPath[]> {
  const leads = parseAnswer(z.array(leadSchema), await queryRecords(session, soql), 'leads with their history');
  const paths: LeadPath[] = [];
  for (const { Status, CreatedDate, IsConverted, Histories } of leads) {
    const changes = Histories ? await readAll(session, Histories) : [];
    paths.push({
      ...{ status: Status, createdAt: new Date(CreatedDate), isConverted: IsConverted },
      changes: changes.map(({ OldValue, NewValue, CreatedDate: at }) => ({
        ...{ from: textOf(OldValue), to: textOf(NewValue), at: new Date(String(at)) },
      })),
    });
  }
  return paths;
}

const countSchema = z.object({ Status: z.string().nullable(), records: z.number() });

/** The number of leads by status of an aggregate query. */
export async function countStatuses(session: Session, soql: string): Promise<Map<string, number>> {
  const rows = parseAnswer(z.array(countSchema), await queryRecords(session, soql), 'counts by status');
  return new Map(rows.flatMap(({ Status, records }) => (Status === null ? [] : [[Status, records] as const])));
}
