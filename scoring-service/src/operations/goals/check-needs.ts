import type { Finding, Goal, GoalDraft, NeedList } from '@plumbline/contract';
import { messageOf } from '@plumbline/contract';
import { allNamedPlaces, lookupObjects } from '../../domain/features/field-path.ts';
import { describedObjects } from '../../domain/features/plan-source.ts';
import { draftGoal } from '../../domain/goals/goal-record.ts';
import { requireDefinition } from '../../domain/goals/segment.ts';
import { findUnknownNames, goalNeeds, isUncountable, scoreFieldNeeds } from '../../domain/needs/goal-needs.ts';
import { findEmptyList, findOnlyConverted } from '../../domain/goals/qualified-statuses.ts';
import {
  changesSoql,
  findingsOf,
  objectsOfNeeds,
  parentsOfNeeds,
  recordTypeSoql,
  unmetNeeds,
  withKnownValues,
} from '../../domain/needs/org-needs.ts';
import type { Need } from '../../domain/needs/org-needs.ts';
import { factAt, isSameName } from '../../domain/org-facts.ts';
import type { FieldFact, OrgFacts } from '../../domain/org-facts.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { quoteSoql } from '../../domain/soql.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { RecordCounts } from '../../ports/records.ts';

/** What the check of needs asks the org. */
export type NeedsOrg = Pick<OrgDescription, 'describe'> & Pick<RecordCounts, 'count'>;

/** Describes the objects of the needs, those that their paths lead to, and further ones. */
export async function describeNeeds(
  salesforce: Pick<OrgDescription, 'describe'>,
  needs: readonly Need[],
  further: readonly string[] = [],
): Promise<OrgFacts> {
  const facts = await salesforce.describe([...objectsOfNeeds(needs), ...further]);
  const parents = parentsOfNeeds(needs, facts).filter((object) => facts[object] === undefined);
  return parents.length === 0 ? facts : { ...facts, ...(await salesforce.describe(parents)) };
}

/**
 * The fields of what a goal may read, and of the records that lookups of its settings lead to. A describe lists fields of
 * history that are not tracked, so a field that is used only where its changes are recorded counts as tracked where the org
 * has one.
 */
export async function describeSources(salesforce: NeedsOrg, goal: Goal, known: OrgFacts = {}): Promise<OrgFacts> {
  const described = await describeMore(salesforce, known, describedObjects(goal));
  const facts = await describeMore(salesforce, described, lookupObjects(described, allNamedPlaces(goal)));
  const { Account, AccountHistory } = facts;
  const isRated = allNamedPlaces(goal).some(({ object, path }) => object === 'Account' && isSameName(path, 'Rating'));
  if (!isRated || !Account || !AccountHistory) return facts;
  const soql = changesSoql({ kind: 'tracking', object: 'Account', field: 'Rating', code: 963, nextStep: '' });
  if ((await salesforce.count(soql)) > 0) return facts;
  return { ...facts, AccountHistory: AccountHistory.map((fact) => withoutValue(fact, 'Rating')) };
}

const withoutValue = (fact: FieldFact, value: string): FieldFact =>
  fact.values === undefined ? fact : { ...fact, values: fact.values.filter((one) => one.value !== value) };

/** The facts, and those of objects that they lack. */
async function describeMore(
  salesforce: Pick<OrgDescription, 'describe'>,
  known: OrgFacts,
  objects: readonly string[],
): Promise<OrgFacts> {
  const missing = objects.filter((object) => known[object] === undefined);
  return missing.length === 0 ? known : { ...known, ...(await salesforce.describe(missing)) };
}

/** The needs that the org does not meet. `facts` saves a describe where the caller has one of all their objects. */
export async function findUnmetNeeds(salesforce: NeedsOrg, needs: readonly Need[], facts?: OrgFacts): Promise<Need[]> {
  const described = facts ?? (await describeNeeds(salesforce, needs));
  const unmet = unmetNeeds(needs, described);
  const lacking = await Promise.all(
    needs.map(async (need) =>
      unmet.includes(need)
        ? !(await isHeld(salesforce, need, described))
        : (await hasNoChange(salesforce, need)) || (await isUnknownRecordType(salesforce, need, described)),
    ),
  );
  return needs.filter((_, index) => lacking[index]).map((need) => withKnownValues(need, described));
}

/** Whether a field that should be tracked has no recorded change. */
const hasNoChange = async (salesforce: NeedsOrg, need: Need): Promise<boolean> =>
  need.kind === 'tracking' && (await salesforce.count(changesSoql(need))) === 0;

/** Whether no record type of the object has the name that a condition gives; nothing to say where it cannot be read. */
async function isUnknownRecordType(salesforce: NeedsOrg, need: Need, facts: OrgFacts): Promise<boolean> {
  const soql = recordTypeSoql(need);
  if (soql === undefined || need.kind !== 'value' || factAt(facts, need.object, need.field) === undefined) return false;
  return (await salesforce.count(soql)) === 0;
}

/** Whether a record has a value that the list of its field lacks: an unrestricted picklist takes any value by API. */
async function isHeld(salesforce: NeedsOrg, need: Need, facts: OrgFacts): Promise<boolean> {
  if (need.kind !== 'value' || !need.mayBeUnlisted) return false;
  const { object, field, value } = need;
  if (factAt(facts, object, field)?.isFilterable !== true) return false;
  try {
    return (await salesforce.count(`SELECT COUNT() FROM ${object} WHERE ${field} = ${quoteSoql(value.trim())}`)) > 0;
  } catch (error) {
    // An org of many records refuses to count by a field without an index, which says nothing about the value.
    if (error instanceof ScoringError && error.kind === 'salesforce.refused') return true;
    throw error;
  }
}

/** Whether the statuses of a goal are those of converted leads only; the org is asked where it names some. */
export async function checkConverted(
  salesforce: Pick<OrgDescription, 'readConvertedStatuses'>,
  goal: Pick<Goal, 'object' | 'qualifiedStatuses'>,
): Promise<Finding[]> {
  if (goal.object !== 'Lead' || goal.qualifiedStatuses.length === 0) return [];
  return findOnlyConverted(goal, await salesforce.readConvertedStatuses());
}

/** What the org lacks of what a goal names, by the texts that readiness, Setup, doctor and runs use as well. */
export async function checkNeeds(
  { salesforce }: { salesforce: NeedsOrg & Pick<OrgDescription, 'readConvertedStatuses'> },
  draft: GoalDraft,
): Promise<NeedList> {
  const goal = draftGoal(draft);
  const needs = [...goalNeeds(goal), ...scoreFieldNeeds(goal)];
  const facts = await describeNeeds(salesforce, needs, describedObjects(goal));
  const unmet = await findUnmetNeeds(salesforce, needs, facts);
  if (!isUncountable(unmet)) requireDefinition(goal, facts);
  const ofStatuses = [...findEmptyList(draft), ...(await checkConverted(salesforce, goal))];
  const findings = [...ofStatuses, ...findingsOf(unmet), ...findUnknownNames(goal, facts)];
  return { messages: findings.map((finding) => messageOf(finding)) };
}
