import type { DescribeField } from './describe.ts';
import type { Formula } from '../formula/syntax.ts';
import type { DerivedColumn } from './derived-columns.ts';
import type { SharingModel, SharingRule } from '../sharing/sharing-model.ts';

/**
 * Who may use an object: its own object permissions; everybody for reading and admins for writing (`setup`);
 * everybody (`everyone`, as activities have no object permissions); or users with access to the parent object.
 */
export type AccessRule =
  { kind: 'own' } | { kind: 'setup' } | { kind: 'everyone' } | { kind: 'parent'; object: string };

export type ValidationRule = {
  name: string;
  formula: Formula;
  errorMessage: string;
  /** The field under which the message is shown; at the top of the page when absent. */
  errorField?: string;
};

/** How a formula field is calculated. */
export type FieldFormula = {
  formula: Formula;
  /** Whether an empty number counts as zero, or makes the result empty. */
  blanksAreZero: boolean;
};

/** A record type of an object; picklists that it does not list have all their values. */
export type RecordType = {
  id: string;
  developerName: string;
  label: string;
  description: string | undefined;
  isActive: boolean;
  picklistValues: Record<string, string[]>;
};

/** When an event of a platform event object reaches its subscribers. */
export type PublishBehavior = 'PublishAfterCommit' | 'PublishImmediately';

/** Where the changes of an object's tracked fields are written. */
export type HistoryTarget = { object: string; parentField: string };

/** The definition of an object; `describe` is derived from it for each user. */
export type ObjectDefinition = {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string | null;
  custom: boolean;
  access: AccessRule;
  fields: DescribeField[];
  /** Name of the child relationship on the parent, by reference field; null or absent: not queryable from there. */
  childNames: Record<string, string | null>;
  operations: { create: boolean; update: boolean; delete: boolean; undelete: boolean };
  /** The three letters after the key prefix of generated ids, which distinguish objects that share a prefix. */
  idInstance: string;
  /** Off unless metadata switches it on: `enableHistory` of the object, `trackHistory` of a field. */
  keepsHistory: boolean;
  trackedFields: string[];
  history?: HistoryTarget;
  validationRules: ValidationRule[];
  /** Of each formula field, by name. */
  formulas: Record<string, FieldFormula>;
  /** The formulas that give new records a value, by name of the field. */
  defaultFormulas: Record<string, Formula>;
  recordTypes: RecordType[];
  /** How fields without a column of their own are computed, by name. */
  derived: Record<string, DerivedColumn>;
  /** Display format of each auto-number field (`RUN-{00000}`), by name. */
  numberFormats: Record<string, string>;
  /** Whether tasks and events can be about it. */
  hasActivities: boolean;
  /** The organization-wide default. */
  sharingModel: SharingModel;
  sharingRules: SharingRule[];
  /** References to the records that a record belongs to: who sees one of them sees it, whatever the model says. */
  visibleThrough?: string[];
  /** Of an object of shares: whose records it shares, and its fields with the record and the level of access. */
  shareOf?: { object: string; parentField: string; levelField: string };
  /** Of a platform event: whether it is published on commit of its transaction, or immediately. */
  publishBehavior?: PublishBehavior;
};

type ObjectOptions = {
  name: string;
  label: string;
  labelPlural?: string;
  keyPrefix: string | null;
  fields: DescribeField[];
} & Partial<Omit<ObjectDefinition, 'name' | 'label' | 'labelPlural' | 'keyPrefix' | 'fields'>>;

const allOperations = { create: true, update: true, delete: true, undelete: true };

/** Operations of objects that only the platform writes. */
export const readOnly = { create: false, update: false, delete: false, undelete: false };

/** Operations of objects without a recycle bin. */
export const noUndelete = { ...allOperations, undelete: false };

export function defineObject({ labelPlural, ...options }: ObjectOptions): ObjectDefinition {
  return {
    custom: false,
    access: { kind: 'own' },
    childNames: {},
    operations: allOperations,
    idInstance: 'Lo0',
    keepsHistory: false,
    trackedFields: [],
    validationRules: [],
    formulas: {},
    recordTypes: [],
    defaultFormulas: {},
    derived: {},
    numberFormats: {},
    hasActivities: false,
    sharingModel: 'ReadWrite',
    sharingRules: [],
    labelPlural: labelPlural ?? `${options.label}s`,
    ...options,
  };
}
