import type { Goal } from '@plumbline/contract';
import type { SourcePlan, SourceRows } from '../../domain/features/source-plan.ts';
import { recordIdProblem, recordNotFound } from '../../domain/scoring/record-selection.ts';
import { readLead } from './read-lead.ts';
import { readLeads } from './read-leads.ts';
import { readLinkedRecords } from './read-linked-records.ts';
import type { Reading } from './read-rows.ts';

type Connected = Omit<Reading, 'plan'>;

/** A goal, one of its records and what the record's features need, protected. */
export async function readRecord(
  connected: Connected,
  goalId: string,
  plan: SourcePlan,
  recordId: string,
): Promise<{ goal: Goal; rows: SourceRows }> {
  const problem = recordIdProblem(plan.goal.object, recordId);
  if (problem) throw problem;
  if (plan.goal.object === 'Lead') return readLead(connected, goalId, plan, recordId);
  const { goal, rows, foundIds } = await readLinkedRecords({ ...connected, plan }, goalId, [recordId]);
  if (foundIds.length === 0) throw recordNotFound();
  return { goal, rows };
}

/** The same of many records, of which those that are gone are not among the found. */
export const readRecords = (
  connected: Connected,
  goalId: string,
  plan: SourcePlan,
  recordIds: readonly string[],
): Promise<{ goal: Goal; rows: SourceRows; foundIds: string[] }> =>
  plan.goal.object === 'Lead'
    ? readLeads(connected, goalId, plan, recordIds)
    : readLinkedRecords({ ...connected, plan }, goalId, recordIds);
