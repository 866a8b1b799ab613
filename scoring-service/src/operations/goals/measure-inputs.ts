import type { Goal, GoalInput } from '@plumbline/contract';
import { listInputs } from '../../domain/features/input-inventory.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { OrgFacts } from '../../domain/org-facts.ts';
import { existenceQueries, filledQueries, withLiveFigures } from '../../domain/quality/input-figures.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RecordCounts } from '../../ports/records.ts';

/** What is asked of the org for the figures of inputs. */
export type InputsOrg = Pick<RecordCounts, 'count' | 'countFilled'>;

/** Parallel queries. */
const QUERIES_AT_ONCE = 5;

/** Every input of a goal with the share of records without a value, by one query for each object and kind of record. */
export async function measureInputs(
  salesforce: InputsOrg,
  { goal, plan }: { goal: Goal; plan: SourcePlan },
  { facts, currency }: { facts: OrgFacts; currency?: string | undefined },
): Promise<GoalInput[]> {
  const inputs = listInputs(plan);
  const ofFields = filledQueries(goal, inputs, facts, currency);
  const ofRecords = existenceQueries(plan, facts);
  const counts = await Promise.all(ofFields.map((query) => salesforce.countFilled(query)));
  const exists: (boolean | undefined)[] = [];
  for (let start = 0; start < ofRecords.length; start += QUERIES_AT_ONCE) {
    const part = ofRecords.slice(start, start + QUERIES_AT_ONCE);
    exists.push(...(await Promise.all(part.map(({ soql }) => hasAny(salesforce, soql)))));
  }
  const filled = Object.fromEntries(ofFields.map(({ object }, index) => [object, counts[index]]));
  return withLiveFigures(inputs, ofRecords, { filled, exists });
}

/** undefined where the org refuses to count. */
async function hasAny(salesforce: InputsOrg, soql: string): Promise<boolean | undefined> {
  try {
    return (await salesforce.count(soql)) > 0;
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'salesforce.refused') return undefined;
    throw error;
  }
}
