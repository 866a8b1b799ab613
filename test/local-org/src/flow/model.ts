import type { Formula } from '../formula/syntax.ts';
import type { FlowValue } from './values.ts';

/** A value in the metadata of a flow. */
export type ValueSource =
  | { kind: 'literal'; value: FlowValue }
  /** A text, which may name resources: `Lead {!$Record.Name}`. */
  | { kind: 'text'; text: string }
  | { kind: 'reference'; name: string };

export type NamedValue = { name: string; value: ValueSource };

export type Condition = { left: string; operator: string; right: ValueSource | undefined };

/** `and`, `or`, or numbers of conditions as in `1 AND (2 OR 3)`. */
export type Conditions = { logic: string; conditions: Condition[] };

export type RecordFilter = { field: string; operator: string; value: ValueSource | undefined };

export type RecordFilters = { logic: string; filters: RecordFilter[] };

export type AssignmentItem = { target: string; operator: string; value: ValueSource | undefined };

export type DecisionRule = Conditions & { name: string; label: string; next: string | undefined };

type Common = { name: string; label: string; next: string | undefined; fault: string | undefined };

export type AssignmentElement = Common & { kind: 'assignment'; items: AssignmentItem[] };
export type DecisionElement = Common & { kind: 'decision'; rules: DecisionRule[] };
export type LoopElement = Common & {
  kind: 'loop';
  collection: string;
  isDescending: boolean;
  /** Where older flows keep the current item. */
  variable: string | undefined;
  body: string | undefined;
};
export type LookupElement = Common &
  RecordFilters & {
    kind: 'lookup';
    object: string;
    firstOnly: boolean;
    sortField: string | undefined;
    sortOrder: 'Asc' | 'Desc';
    limit: ValueSource | undefined;
    fields: string[];
    storesAutomatically: boolean;
    /** The variable that gets the record or the collection. */
    output: string | undefined;
    /** Variables that get single fields of the first record. */
    outputFields: { field: string; target: string }[];
    emptiesWithoutRecord: boolean;
  };
export type CreateElement = Common & {
  kind: 'create';
  object: string | undefined;
  values: NamedValue[];
  input: string | undefined;
  idTarget: string | undefined;
};
export type UpdateElement = Common &
  RecordFilters & { kind: 'update'; object: string | undefined; values: NamedValue[]; input: string | undefined };
export type DeleteElement = Common &
  RecordFilters & { kind: 'delete'; object: string | undefined; input: string | undefined };
export type RollbackElement = Common & { kind: 'rollback' };
export type CollectionElement = Common &
  Conditions & {
    kind: 'collection';
    processor: 'sort' | 'filter';
    collection: string;
    /** The name that conditions use for the current item. */
    item: string | undefined;
    formula: string | undefined;
    limit: ValueSource | undefined;
    sorts: { field: string | undefined; isDescending: boolean; nullsFirst: boolean }[];
  };
export type ActionElement = Common & {
  kind: 'action';
  actionName: string;
  actionType: string;
  inputs: NamedValue[];
  outputs: { name: string; target: string }[];
};
export type SubflowElement = Common & {
  kind: 'subflow';
  flowName: string;
  inputs: NamedValue[];
  outputs: { name: string; target: string }[];
};
export type ScreenElement = Common & {
  kind: 'screen';
  /** Names of actions that the screen itself calls. */
  actions: string[];
  fields: {
    name: string;
    fieldType: string;
    dataType: string;
    isRequired: boolean;
    defaultValue: ValueSource | undefined;
  }[];
};
export type CustomErrorElement = Common & {
  kind: 'customError';
  messages: { text: ValueSource | undefined; field: string | undefined }[];
};
/** An element that is kept but cannot be run. */
export type UnsupportedElement = Common & { kind: 'unsupported'; elementType: string };

export type FlowElement =
  | AssignmentElement
  | DecisionElement
  | LoopElement
  | LookupElement
  | CreateElement
  | UpdateElement
  | DeleteElement
  | RollbackElement
  | CollectionElement
  | ActionElement
  | SubflowElement
  | ScreenElement
  | CustomErrorElement
  | UnsupportedElement;

export type FlowVariable = {
  kind: 'variable';
  name: string;
  dataType: string;
  objectType: string | undefined;
  isCollection: boolean;
  isInput: boolean;
  isOutput: boolean;
  scale: number | undefined;
  value: ValueSource | undefined;
};

export type FlowFormula = {
  kind: 'formula';
  name: string;
  dataType: string;
  scale: number | undefined;
  /** Parsed; the message where it cannot be. */
  formula: Formula | { kind: 'problem'; message: string };
};

export type FlowResource =
  | FlowVariable
  | FlowFormula
  | { kind: 'constant'; name: string; dataType: string; value: ValueSource | undefined }
  | { kind: 'template'; name: string; text: string }
  | { kind: 'choice'; name: string; dataType: string; value: ValueSource | undefined; text: string }
  | { kind: 'other'; name: string };

/** A path of a record-triggered flow that runs later. */
export type ScheduledPath = {
  name: string;
  label: string;
  next: string | undefined;
  isAsync: boolean;
  offset: number;
  unit: 'Minutes' | 'Hours' | 'Days' | 'Months';
  /** A date of the record; undefined for the time of the triggering event. */
  field: string | undefined;
  batchSize: number;
};

export type FlowStart = RecordFilters & {
  triggerType: string | undefined;
  recordTriggerType: string | undefined;
  object: string | undefined;
  next: string | undefined;
  formula: Formula | { kind: 'problem'; message: string } | undefined;
  onlyWhenChanged: boolean;
  paths: ScheduledPath[];
  schedule: { frequency: string; startDate: string; startTime: string } | undefined;
  /** Whether a user is named to run a flow that events start. */
  runAsUser: string | undefined;
};

export type RunMode = 'DefaultMode' | 'SystemModeWithSharing' | 'SystemModeWithoutSharing';

export type FlowModel = {
  name: string;
  label: string;
  interviewLabel: string;
  processType: string;
  status: string;
  apiVersion: number;
  runInMode: RunMode;
  triggerOrder: number | undefined;
  start: FlowStart;
  elements: Map<string, FlowElement>;
  resources: Map<string, FlowResource>;
  /** Names of decision outcomes, which are true once taken. */
  outcomes: Set<string>;
  /** Names of fields of screens, and of their actions. */
  screenFields: Set<string>;
};
