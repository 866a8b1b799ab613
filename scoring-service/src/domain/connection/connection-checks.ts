import type { ConnectionCheck, Goal } from '@plumbline/contract';
import { inputNeeds, scoreNeeds } from './input-needs.ts';
import { missingRights } from './rights.ts';
import type { ObjectNeed, UserRights } from './rights.ts';

/** More names than this make a sentence that nobody reads. */
const MOST_NAMES = 12;

const assign = 'Assign the permission set ScoringIntegration to the integration user';
const assignAll = `${assign}; where it is assigned, give the rights named in a permission set of your own.`;

/** What the integration user must be able to do, one check for each thing that the service does in the org. */
export function rightsChecks(
  rights: UserRights,
  { goals, packaged }: { goals: Pick<Goal, 'object' | 'scoreField'>[]; packaged: Record<string, ObjectNeed[]> },
): ConnectionCheck[] {
  return [
    inputCheck(rights),
    rightsCheck('Score fields', scoreNeeds(goals), rights, 'Scores can be written on leads, contacts and accounts.'),
    ...Object.entries(packaged).map(([name, needs]) =>
      rightsCheck(name, needs, rights, `${needs.map(({ object }) => object).join(', ')}: nothing is missing.`),
    ),
  ];
}

/** What may be missing without stopping anything is told all the same: no model uses it. */
function inputCheck(rights: UserRights): ConnectionCheck {
  const needs = inputNeeds();
  const needed = rightsCheck(
    'Inputs',
    needs.filter(({ isOptional }) => !isOptional),
    rights,
    'All that scores need can be read.',
  );
  const leftOut = needs.filter(({ isOptional }) => isOptional).flatMap((need) => missingRights(need, rights));
  if (!needed.isDone || leftOut.length === 0) return needed;
  return { ...needed, detail: `${needed.detail} Not used, because it cannot be read: ${listed(leftOut)}.` };
}

function rightsCheck(name: string, needs: ObjectNeed[], rights: UserRights, detail: string): ConnectionCheck {
  const missing = [...new Set(needs.flatMap((need) => missingRights(need, rights)))];
  if (missing.length === 0) return { name, isDone: true, detail };
  return { name, isDone: false, detail: `The integration user lacks: ${listed(missing)}.`, action: assignAll };
}

function listed(names: string[]): string {
  const rest = names.length - MOST_NAMES;
  const told = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${told} and ${rest} more` : told;
}

/** Whether background work has calls left. */
export function usageCheck(usage: { used: number; limit: number }, share: number): ConnectionCheck {
  const most = Math.floor(usage.limit * share);
  const name = 'API calls';
  const used = `${usage.used} of the org's ${usage.limit} daily API calls are used`;
  if (usage.used < most) return { name, isDone: true, detail: `${used}; background work stops at ${most}.` };
  return {
    ...{ name, isDone: false, detail: `${used}; background work has stopped at ${most}.` },
    action: 'Wait until calls are free again, or raise SALESFORCE_API_SHARE.',
  };
}
