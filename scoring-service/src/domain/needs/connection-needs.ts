import { goalObject, namespaceProblem } from '@plumbline/contract';
import type { Goal, ConnectionCheck, PackageNames } from '@plumbline/contract';
import { engagementDrafts } from '../features/engagement-sources.ts';
import { tableDrafts } from '../features/source-columns.ts';
import { isPackagedScore, optionalParts, requiredParts, scoreFieldSet } from '../goals/score-field-set.ts';

/** What the service does with one object; without an optional need only some inputs are missing. */
export type ObjectNeed = {
  object: string;
  isOptional?: boolean;
  read?: string[];
  /** Fields that are written, which needs the right to edit records. */
  write?: string[];
  isCreated?: boolean;
};

/** What a user may do with an object that it can read. */
export type ObjectRights = {
  canCreate: boolean;
  canUpdate: boolean;
  fields: { name: string; isUpdateable: boolean }[];
};

/** Rights by object; an unreadable object is absent. */
export type UserRights = Record<string, ObjectRights>;

/** The missing rights of a need, as an admin would search for them: `Lead.Industry (read)`, `Score_Run__c (create)`. */
function missingRights({ object, read = [], write = [], isCreated = false }: ObjectNeed, rights: UserRights): string[] {
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

/** Objects that exist only after an admin has enabled field history or data protection. */
const isOfSetting = (object: string): boolean => object.endsWith('History') || object === 'Individual';

/** What scoring reads; fields that are not required are separate, optional needs. */
export function inputNeeds(): ObjectNeed[] {
  const ofEveryOrg = tableDrafts.filter(({ isOfFeature }) => !isOfFeature);
  const needs = ofEveryOrg.flatMap(({ object, columns }): ObjectNeed[] => {
    // Paths through a lookup are rights on the object it leads to.
    const own = columns.filter(({ path }) => !path.includes('.'));
    const paths = (isRequired: boolean): string[] =>
      own.filter((column) => column.isRequired === isRequired).map(({ path }) => path);
    const further = paths(false);
    return [
      { object, read: paths(true), isOptional: isOfSetting(object) },
      ...(further.length > 0 ? [{ object, read: further, isOptional: true }] : []),
    ];
  });
  const events = engagementDrafts({}).map(({ object, columns }) => ({
    ...{ object, isOptional: true },
    read: columns.flatMap(({ path }) => (path.endsWith('__c') ? [path] : [])),
  }));
  return [...needs, ...events, { object: 'Campaign', read: ['Type'], isOptional: true }, privacyNeed];
}

/** Who does not want to be profiled, processed or kept. */
const privacyNeed = {
  object: 'Individual',
  read: ['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget'],
  isOptional: true,
};

/**
 * The packaged score fields of every scored object and the custom score fields of goals: of a set that an earlier version
 * generated, those that it has.
 */
export function scoreNeeds(goals: Pick<Goal, 'object' | 'scoreField'>[]): ObjectNeed[] {
  const packaged = scoredObjects.map((object) => ({ object, scoreField: 'Predictive_Score__c' }));
  return scoredObjects.map((object) => {
    const ofObject = [...packaged, ...goals].filter((one) => one.object === object);
    return {
      object,
      write: [...new Set(ofObject.flatMap(({ scoreField }) => writtenFields(scoreField)))],
    };
  });
}

function writtenFields(scoreField: string): string[] {
  const fields = scoreFieldSet(scoreField);
  return isPackagedScore(scoreField) ? Object.values(fields) : requiredParts.map((part) => fields[part]);
}

/** Names listed in one sentence. */
const MOST_NAMES = 12;

const assign = 'Assign the permission set ScoringIntegration to the integration user';
const assignAll = `${assign}; if it is assigned, grant the rights listed in a custom permission set. A user with the license Salesforce Integration needs the permission set license Salesforce API Integration first.`;

type Package = {
  names: PackageNames;
  goals: Pick<Goal, 'object' | 'scoreField'>[];
  packaged: Record<string, ObjectNeed[]>;
};

/**
 * One check of the integration user's rights for each thing that the service does in the org. Where the package is not
 * found, that is said once, instead of the rights to each part of it.
 */
export function rightsChecks(rights: UserRights, { names, goals, packaged }: Package): ConnectionCheck[] {
  const installed = packageCheck(names);
  if (rights[goalObject] === undefined) return [installed, inputCheck(rights)];
  return [
    installed,
    inputCheck(rights),
    privacyCheck(rights),
    scoreFieldsCheck(rights, goals),
    ...Object.entries(packaged).map(([name, needs]) =>
      rightsCheck(name, needs, rights, `${needs.map(({ object }) => object).join(', ')}: nothing is missing.`),
    ),
  ];
}

/** Also offers the fields that a set of an earlier version lacks, without which scores are written all the same. */
function scoreFieldsCheck(rights: UserRights, goals: Package['goals']): ConnectionCheck {
  const detail = 'Scores can be written on leads, contacts and accounts.';
  const needed = rightsCheck('Score fields', scoreNeeds(goals), rights, detail);
  const older = goals.flatMap(({ object, scoreField }) => {
    const fields = scoreFieldSet(scoreField);
    const missing = missingRights({ object, write: optionalParts.map((part) => fields[part]) }, rights);
    return isPackagedScore(scoreField) || missing.length === 0 ? [] : [{ object, scoreField, missing }];
  });
  if (!needed.isDone || older.length === 0) return needed;
  const commands = older.map(
    ({ object, scoreField }) =>
      `sf score goal generate fields --object ${object} --name ${scoreField.replace(/__c$/, '')} --overwrite`,
  );
  const without = `Not written, because the integration user may not or the set is of an earlier version: ${listed(older.flatMap(({ missing }) => missing))}.`;
  return {
    ...needed,
    detail: `${detail} ${without} To add the fields, deploy what this writes: ${commands.join('; ')}.`,
  };
}

function packageCheck(names: PackageNames): ConnectionCheck {
  const name = 'Package';
  const problem = namespaceProblem(names);
  if (problem !== undefined) return { name, isDone: false, ...problem };
  if (names.goalObjects.length > 0) return { name, isDone: true, detail: 'The org has the package, without a prefix.' };
  return {
    ...{ name, isDone: false },
    detail: `The integration user does not see the object ${goalObject}: the package is not deployed, or its permission set is not assigned.`,
    action: `Deploy the package to this org, if it is not there. ${assign}.`,
  };
}

/** Also lists optional inputs that are not readable, because no model uses them. */
function inputCheck(rights: UserRights): ConnectionCheck {
  const needs = inputNeeds();
  const needed = rightsCheck(
    'Inputs',
    needs.filter(({ isOptional }) => !isOptional),
    rights,
    'Everything that scoring needs can be read.',
  );
  const leftOut = needs
    .filter((need) => need.isOptional && need.object !== privacyNeed.object)
    .flatMap((need) => missingRights(need, rights));
  if (!needed.isDone || leftOut.length === 0) return needed;
  return { ...needed, detail: `${needed.detail} Not used, because it cannot be read: ${listed(leftOut)}.` };
}

/** The setting of the org is off, or the permission set is not assigned: then no opt-out would be seen. */
function privacyCheck(rights: UserRights): ConnectionCheck {
  const name = 'Privacy opt-outs';
  const missing = missingRights(privacyNeed, rights);
  if (missing.length === 0)
    return { name, isDone: true, detail: 'People who do not want to be profiled are left out.' };
  return {
    ...{ name, isDone: false },
    detail: `People who do not want to be profiled cannot be left out: the integration user lacks ${listed(missing)}.`,
    action:
      'Turn on "Make data protection details available in records" (Setup, Data Protection and Privacy), deploy force-app/privacy, and assign the permission set ScoringIntegrationPrivacy to the integration user.',
  };
}

function rightsCheck(name: string, needs: ObjectNeed[], rights: UserRights, detail: string): ConnectionCheck {
  const missing = [...new Set(needs.flatMap((need) => missingRights(need, rights)))];
  if (missing.length === 0) return { name, isDone: true, detail };
  return { name, isDone: false, detail: `The integration user lacks: ${listed(missing)}.`, action: assignAll };
}

function listed(names: string[]): string {
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** Whether background work has API calls left. */
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
