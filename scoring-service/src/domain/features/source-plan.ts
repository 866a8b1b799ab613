import type { Goal } from '@plumbline/contract';
import type { ColumnType } from '../org-facts.ts';
import type { Grouping } from './group-text.ts';

/**
 * How a value may leave the org: as it is, as a keyed hash that only serves to find equals (of the whole value, of the company
 * domain of an e-mail address or a web site, of a company's normalised name), as '1' where it is set, or an e-mail address as
 * the kind of its domain, or a page as its host and path.
 */
export const protections = [
  ...(['none', 'key', 'address domain key', 'site domain key', 'company name key'] as const),
  ...(['presence', 'mail kind', 'page'] as const),
] as const;
export type Protection = (typeof protections)[number];

/** One selected path (`Individual.HasOptedOutProfiling`) and its name in the feature store; a text unless `type` says. */
export type SourceColumn = {
  path: string;
  column: string;
  protection: Protection;
  type?: ColumnType;
  isMoney?: boolean;
  /** Where the value is the name of a related record. */
  lookup?: Lookup;
  /**
   * Of a field history, the fields, under the names that history uses, whose values the column holds; those of other fields
   * never leave the org. Absent where it holds all, also in plans of earlier versions.
   */
  ofFields?: string[];
};

/**
 * A lookup whose record is an input by its name: the field that is read of the related object (`Product2.Name`), the
 * lookup itself, and its name in field history.
 */
export type Lookup = { related: string; field: string; history: string };

export type SourceTableName =
  | 'lead'
  | 'lead_history'
  | 'contact'
  | 'contact_history'
  | 'account'
  | 'account_history'
  | 'opportunity'
  | 'opportunity_history'
  | 'opportunity_stage'
  | 'opportunity_contact_role'
  | 'task'
  | 'event'
  | 'task_relation'
  | 'event_relation'
  | 'email_relation'
  | 'email_message'
  | 'currency_type'
  | 'dated_rate'
  | 'campaign_member'
  | 'engagement_event'
  | 'engagement_event_second'
  | 'engagement_event_third';

/** The end of the names of the columns `old_` and `new_` that hold the values of a field history in a protected form. */
export const historyForm = (protection: Protection): string =>
  protection === 'none' ? 'value' : protection.replaceAll(' ', '_');

/** What is read of one object; `where` is SOQL, without the word. */
export type SourceTable = { name: SourceTableName; object: string; columns: SourceColumn[]; where?: string };

/** A column that is read where the integration user may read it; a table is used only with all its required columns. */
export type PlannedColumn = SourceColumn & { isRequired: boolean };

/** The table of an object that only orgs with a feature have is left out elsewhere, without a word. */
export type TableDraft = { name: SourceTableName; object: string; columns: PlannedColumn[]; isOfFeature?: boolean };

/** A picklist in field history, under the name that history uses: its values, and the labels that differ from them. */
export type PicklistHistory = {
  table: 'lead_history' | 'contact_history' | 'account_history' | 'opportunity_history';
  field: string;
  values: string[];
  labels: { value: string; label: string }[];
};

/** How the account of a lead was found; by its contact where it has one. */
export const accountWays = ['E-mail domain', 'Web site', 'Company name'] as const;
export type AccountWay = (typeof accountWays)[number];

/** The part of a profile that a feature describes. */
export type FeatureFamily = 'need' | 'person' | 'account' | 'engagement' | 'activity' | 'record' | 'chosen';

/** A column of the feature table. */
export type FeatureField = {
  name: string;
  /** In a rep's words: "Phone calls in the last 30 days". */
  label: string;
  kind: 'number' | 'category';
  unit?: 'days' | 'count' | 'money' | 'share' | 'yes or no';
  family: FeatureFamily;
  /** False where the value is today's at every observation date, because the org keeps no history of it. */
  isPointInTime: boolean;
  /** How its texts are grouped; absent where they are taken as they are. */
  grouping?: Grouping;
  /** API name of the scored object's own field whose value this is; absent for computed features and presence indicators. */
  source?: string;
  /** Computed of records that not every reader of scores may read, so that the first reason of a record must not name it. */
  isRestricted?: boolean;
};

/** The kinds of activities that an org can begin to record at different times. */
export type RecordedKind = 'call' | 'email' | 'meeting' | 'campaign' | 'response' | 'webEvent';

export type RecordedSince = Partial<Record<RecordedKind, number>>;

/**
 * Everything a goal reads and the features it makes of that. It is stored with the model, so that scoring reads what
 * training read. `leftOut` lists fields that are never used, with the reason.
 */
export type SourcePlan = {
  tables: SourceTable[];
  fields: FeatureField[];
  /** Read for the fairness check of a training alone; absent from the plan that is kept with a model. */
  fairness?: FeatureField[];
  leftOut: { field: string; label: string; reason: string }[];
  /** Absent from plans that were stored before. */
  picklists?: PicklistHistory[];
  /** The parts of the goal that the feature SQL needs. */
  goal: Pick<Goal, 'object' | 'goalType' | 'conditions' | 'timeframeDays' | 'mergePolicy' | 'scoreField'> &
    Partial<Pick<Goal, 'qualifiedStatuses' | 'segment'>>;
  learnFrom: Goal['settings']['learnFrom'];
  observationDays: number[];
  /**
   * The time zone, of the org and its users, in which a date ends last; absent from plans of earlier versions, for which
   * dates end in UTC, also the day on which a record is scored.
   */
  timeZone?: string;
  /**
   * Since when the org records each kind of activity, in milliseconds since 1970, as of the training; a kind that it did not
   * record is absent. Where it does, a record without one has a count of 0. Absent from plans of earlier versions, for which
   * a record without any activity has missing counts.
   */
  recordedSince?: RecordedSince;
  /** Whether the leads of a person are also those that were converted into its contact; not in plans of earlier versions. */
  countsConvertedLeads?: boolean;
  /** Values of a task's type that make it a call; absent from plans of earlier versions. */
  callTypes?: string[];
  /** Different names that may share an e-mail address; absent from plans of earlier versions, which have no limit. */
  namesPerAddress?: number;
  /** How the account of a lead without a contact is found, in this order; absent from plans of earlier versions. */
  accountWays?: AccountWay[];
  /** Kinds of website events that are counted by themselves; absent where there are none. */
  eventKinds?: string[];
  /** What the rows at hand have, where that is known, so that queries leave out the rest; never in a stored plan. */
  present?: ReadonlySet<string>;
};

/** A protected row as it left the org; undefined where the org has no value. */
export type SourceRow = Record<string, string | undefined>;

export type SourceRows = Partial<Record<SourceTableName, SourceRow[]>>;
