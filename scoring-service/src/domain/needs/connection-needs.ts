import type { Goal, ConnectionCheck } from '@plumbline/contract';
import { tableDrafts } from '../features/source-columns.ts';
import { scoreFieldSet } from '../goals/score-field-set.ts';

/** What the service must be able to do with one object; a need that is optional only leaves something out. */
export type ObjectNeed = {
  object: string;
  isOptional?: boolean;
  read?: string[];
  /** Fields that are written; with any, records of the object are edited. */
  write?: string[];
  isCreated?: boolean;
};

/** What a user may do with an object that it can read. */
export type ObjectRights = {
  canCreate: boolean;
  canUpdate: boolean;
  fields: { name: string; isUpdateable: boolean }[];
};

/** Rights by object; an object that cannot be read is absent. */
export type UserRights = Record<string, ObjectRights>;

/** What is missing of a need, as an admin would look it up: `Lead.Industry (read)`, `Score_Run__c (create)`. */
export function missingRights(
  { object, read = [], write = [], isCreated = false }: ObjectNeed,
  rights: UserRights,
): string[] {
  const own = rights[object];
  if (own === undefined) return [`${object} (${isCreated ? 'create' : 'read'})`];
  const fields = new Map(own.fields.map(({ name, isUpdateable }) => [name.toLowerCase(), isUpdateable]));
  const isReadable = (field: string): boolean => fields.has(field.toLowerCase());
  return [
    ...(isCreated && !own.canCreate ? [`${object} (create)`] : []),
    ...(write.length > 0 && !own.canUpdate ? [`${object} (edit)`] : []),
    ...read.filter((field) => !isReadable(field)).map((field) => `${object}.${field} (read)`),
    ...write.filter((field) => fields.get(field.toLowerCase()) !== true).map((field) => `${object}.${field} (edit)`),
  ];
}

const scoredObjects = ['Lead', 'Contact', 'Account'] as const;

/** Objects that an org has only once an admin has switched something on: history, or data protection. */
const isOfSetting = (object: string): boolean => object.endsWith('History') || object === 'Individual';

/** What scores are made of; fields that only add to it stand in needs of their own, which are optional. */
export function inputNeeds(): ObjectNeed[] {
  const needs = tableDrafts.flatMap(({ object, columns }): ObjectNeed[] => {
    // What lies behind a lookup is asked of the object it leads to.
    const own = columns.filter(({ path }) => !path.includes('.'));
    const paths = (isRequired: boolean): string[] =>
      own.filter((column) => column.isRequired === isRequired).map(({ path }) => path);
    const further = paths(false);
    return [
      { object, read: paths(true), isOptional: isOfSetting(object) },
      ...(further.length > 0 ? [{ object, read: further, isOptional: true }] : []),
    ];
  });
  const campaign = { object: 'Campaign', read: ['Type'], isOptional: true };
  const wishes = ['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget'];
  return [...needs, campaign, { object: 'Individual', read: wishes, isOptional: true }];
}

/** The packaged score fields of every scored object, and those that goals name for themselves. */
export function scoreNeeds(goals: Pick<Goal, 'object' | 'scoreField'>[]): ObjectNeed[] {
  const packaged = scoredObjects.map((object) => ({ object, scoreField: 'Predictive_Score__c' }));
  return scoredObjects.map((object) => {
    const ofObject = [...packaged, ...goals].filter((one) => one.object === object);
    return {
      object,
      write: [...new Set(ofObject.flatMap(({ scoreField }) => Object.values(scoreFieldSet(scoreField))))],
    };
  });
}

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
