import { FormulaError, parseFormula } from '../formula/parse-formula.ts';
import type { Formula } from '../formula/syntax.ts';
import type { Schema, SchemaObject } from '../schema/schema.ts';
import { checkRecordFormula } from './check-formulas.ts';
import { MetadataProblem, splitFullName } from './component.ts';
import type { Component } from './component.ts';
import { children, childText, childTexts, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A condition of a rule entry; `values` are alternatives. */
export type Criterion = { field: string; operation: string; values: string[] };

/** An entry of an assignment rule: the first one whose conditions a record meets gives its owner. */
export type AssignmentEntry = {
  criteria: Criterion[];
  formula: Formula | undefined;
  /** The user name of a user, or the name of a queue. */
  assignedTo: string;
  assignedToType: 'User' | 'Queue';
};

/** What a duplicate rule does with a duplicate; an alert is refused unless the caller acknowledges it. */
export type DuplicateAction = 'allow' | 'alert' | 'block';

/** A duplicate rule whose matching rule compares fields exactly. */
export type DuplicateRule = {
  fields: string[];
  onInsert: DuplicateAction;
  onUpdate: DuplicateAction;
  alertText: string;
};

/** By the name of the object. */
export type SaveRules = { assignment: Map<string, AssignmentEntry[]>; duplicates: Map<string, DuplicateRule[]> };

const operations = [
  ...['equals', 'notEqual', 'contains', 'notContain', 'startsWith'],
  ...['lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'],
];

const defaultAlert = 'Use one of these records?';

type Build = {
  schema: Schema;
  saveRules: SaveRules;
  customPermissions: ReadonlyMap<string, unknown>;
  byType: (type: string) => Component[];
  attempt: (component: Component, work: () => void) => void;
};

/** Reads the active assignment rules and duplicate rules. */
export function addSaveRules(build: Build): void {
  for (const component of build.byType('AssignmentRules')) {
    build.attempt(component, () => {
      const active = children(component.body, 'assignmentRule').filter((rule) => isTrue(rule, 'active'));
      if (active.length > 1) throw new MetadataProblem('Only one assignment rule of an object can be active');
      const object = requireObject(build, component.fullName);
      const entries = active
        .flatMap((rule) => children(rule, 'ruleEntry'))
        .map((entry) => readEntry(build, object, entry));
      if (entries.length > 0) build.saveRules.assignment.set(object.name, entries);
    });
  }
  const matching = new Map(build.byType('MatchingRules').flatMap((component) => readMatchingRules(build, component)));
  for (const component of build.byType('DuplicateRule')) {
    build.attempt(component, () => {
      const object = requireObject(build, splitFullName(component.fullName).object);
      const rule = readDuplicateRule(component.body, object, matching);
      if (rule === undefined) return;
      build.saveRules.duplicates.set(object.name, [...(build.saveRules.duplicates.get(object.name) ?? []), rule]);
    });
  }
}

function requireObject({ schema }: Build, name: string): SchemaObject {
  const object = schema.object(name);
  if (object === undefined) throw new MetadataProblem(`no CustomObject named ${name} found`);
  return object;
}

function fieldNamed(object: SchemaObject, path: string, element: string): string {
  const name = path.startsWith(`${object.name}.`) ? path.slice(object.name.length + 1) : path;
  const field = object.fieldByName.get(name.toLowerCase());
  if (field !== undefined) return field.name;
  throw new MetadataProblem(`In field: field - no CustomField named ${object.name}.${name} found`, { element });
}

function readEntry(build: Build, object: SchemaObject, entry: XmlElement): AssignmentEntry {
  if (childText(entry, 'booleanFilter') !== undefined) {
    throw new MetadataProblem('The local org does not read booleanFilter', { element: 'booleanFilter' });
  }
  const assignedTo = childText(entry, 'assignedTo');
  const assignedToType = childText(entry, 'assignedToType');
  if (assignedTo === undefined || (assignedToType !== 'User' && assignedToType !== 'Queue')) {
    throw new MetadataProblem('Required field is missing: assignedTo', { element: 'ruleEntry' });
  }
  const criteria = children(entry, 'criteriaItems').map((item) => readCriterion(object, item));
  return { criteria, formula: readFormula(build, object, childText(entry, 'formula')), assignedTo, assignedToType };
}

function readCriterion(object: SchemaObject, item: XmlElement): Criterion {
  const operation = childText(item, 'operation') ?? '';
  if (!operations.includes(operation)) {
    throw new MetadataProblem(`'${operation}' is not a valid value for the enum 'FilterOperation'`, {
      element: 'operation',
    });
  }
  const field = fieldNamed(object, childText(item, 'field') ?? '', 'criteriaItems');
  return { field, operation, values: (childText(item, 'value') ?? '').split(',').map((value) => value.trim()) };
}

function readFormula(build: Build, object: SchemaObject, source: string | undefined): Formula | undefined {
  if (source === undefined) return undefined;
  const hasCustomPermission = (name: string): boolean => build.customPermissions.has(name);
  try {
    const formula = parseFormula(source);
    checkRecordFormula(formula, { object, schema: build.schema, hasCustomPermission });
    return formula;
  } catch (error) {
    if (error instanceof FormulaError) throw new MetadataProblem(error.message, { element: 'formula' });
    throw error;
  }
}

/** The compared fields of each active matching rule by `Object.Name`. */
function readMatchingRules(build: Build, component: Component): [string, string[]][] {
  const rules: [string, string[]][] = [];
  build.attempt(component, () => {
    const object = requireObject(build, component.fullName);
    for (const rule of children(component.body, 'matchingRules')) {
      if (childText(rule, 'ruleStatus') !== 'Active') continue;
      const fields = children(rule, 'matchingRuleItems').map((item) => {
        if (childText(item, 'matchingMethod') !== 'Exact') {
          throw new MetadataProblem('The local org only matches exactly', { element: 'matchingMethod' });
        }
        return fieldNamed(object, childText(item, 'fieldName') ?? '', 'matchingRuleItems');
      });
      rules.push([`${object.name}.${childText(rule, 'fullName') ?? ''}`, fields]);
    }
  });
  return rules;
}

function readDuplicateRule(
  body: XmlElement,
  object: SchemaObject,
  matching: ReadonlyMap<string, string[]>,
): DuplicateRule | undefined {
  const [matched, ...others] = children(body, 'duplicateRuleMatchRules');
  const name = `${object.name}.${childText(matched ?? {}, 'matchingRule') ?? ''}`;
  if (others.length > 0) throw new MetadataProblem('The local org reads one matching rule of a duplicate rule');
  if (!isTrue(body, 'isActive')) return undefined;
  const fields = matching.get(name);
  if (fields === undefined) {
    throw new MetadataProblem(`The matching rule ${name} is not there or not active`, { element: 'matchingRule' });
  }
  const actionOf = (kind: 'Insert' | 'Update'): DuplicateAction => {
    if (childText(body, `actionOn${kind}`) === 'Block') return 'block';
    return childTexts(body, `operationsOn${kind}`).includes('Alert') ? 'alert' : 'allow';
  };
  const alertText = childText(body, 'alertText') ?? defaultAlert;
  return { fields, onInsert: actionOf('Insert'), onUpdate: actionOf('Update'), alertText };
}
