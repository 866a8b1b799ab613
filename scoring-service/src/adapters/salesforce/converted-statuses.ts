import { queryRecords } from './answers.ts';
import type { Session } from './session.ts';

/** Statuses that a lead can have once it is converted. */
export async function readConvertedStatuses(session: Session): Promise<string[]> {
  const records = await queryRecords(session, 'SELECT ApiName FROM LeadStatus WHERE IsConverted = true');
  return records.map(({ ApiName }) => String(ApiName));
}
