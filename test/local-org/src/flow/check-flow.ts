import { checkFormula } from '../formula/evaluate-formula.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { FlowElement, FlowFormula, FlowModel, FlowStart } from './model.ts';
import { ReferenceCheck } from './reference-check.ts';
import type { FlowSurroundings } from './reference-check.ts';
import { connections, elementReferences, resourceReferences } from './references.ts';

/** The names of elements in Flow Builder, as problems give them. */
const kindNames: Record<FlowElement['kind'], string> = {
  assignment: 'Assignment',
  decision: 'Decision',
  loop: 'Loop',
  lookup: 'Get Records',
  create: 'Create Records',
  update: 'Update Records',
  delete: 'Delete Records',
  rollback: 'Roll Back Records',
  collection: 'Collection',
  action: 'Action',
  subflow: 'Subflow',
  screen: 'Screen',
  customError: 'Custom Error Message',
  unsupported: 'Element',
};

/** Elements that a flow before the save may have. */
const beforeSaveKinds: readonly FlowElement['kind'][] = [
  'assignment',
  'decision',
  'loop',
  'lookup',
  'collection',
  'customError',
  'unsupported',
];

/** The problems for which a flow is refused at deploy. */
export function checkFlow(flow: FlowModel, surroundings: FlowSurroundings): string[] {
  const check = new FlowCheck(flow, surroundings);
  check.start();
  for (const element of flow.elements.values()) check.element(element);
  check.resources();
  return [...new Set(check.problems)];
}

class FlowCheck {
  readonly problems: string[] = [];
  readonly #flow: FlowModel;
  readonly #surroundings: FlowSurroundings;
  readonly #references: ReferenceCheck;

  constructor(flow: FlowModel, surroundings: FlowSurroundings) {
    this.#flow = flow;
    this.#surroundings = surroundings;
    this.#references = new ReferenceCheck(flow, surroundings);
  }

  start(): void {
    const { start, status } = this.#flow;
    const leads = [start.next, ...start.paths.map(({ next }) => next)].filter((one) => one !== undefined);
    if (leads.length === 0 && status === 'Active') {
      this.problems.push("The flow can't run because nothing is connected to the Start element.");
    }
    for (const target of leads) this.#target('Start', target);
    if (start.object !== undefined) this.#fields('Start', start.object, fieldsOfStart(start));
    this.#formula('Start', start.formula);
  }

  element(element: FlowElement): void {
    const name = `${element.name} (${kindNames[element.kind]})`;
    for (const target of connections(element)) this.#target(name, target);
    this.#names(name, elementReferences(element));
    this.#ownFields(name, element);
    const isBeforeSave = this.#flow.start.triggerType === 'RecordBeforeSave';
    const changesRecord = element.kind === 'update' && element.input === '$Record';
    if (isBeforeSave && !changesRecord && !beforeSaveKinds.includes(element.kind)) {
      this.problems.push(`${name} - The element isn't supported in flows that run before the record is saved.`);
    }
    if (element.kind === 'action' && element.actionType === 'apex') this.#action(name, element.actionName);
    const { hasComponent } = this.#surroundings;
    if (element.kind === 'subflow' && !element.flowName.includes('__') && !hasComponent('Flow', element.flowName)) {
      this.problems.push(`${name} - The flow "${element.flowName}" doesn't exist.`);
    }
  }

  resources(): void {
    for (const resource of this.#flow.resources.values()) {
      if (resource.kind === 'formula') this.#formula(`${resource.name} (Formula)`, resource.formula);
      else this.#names(`${resource.name} (Resource)`, resourceReferences(resource));
      if (resource.kind === 'variable' && resource.dataType === 'SObject' && resource.objectType !== undefined) {
        this.#object(`${resource.name} (Variable)`, resource.objectType);
      }
    }
  }

  /** An action of a managed package cannot be looked up. */
  #action(name: string, actionName: string): void {
    if (actionName.includes('__') || this.#surroundings.hasComponent('ApexClass', actionName)) return;
    this.problems.push(`${name} - We can't find an action with the name and action type that you specified.`);
  }

  #target(from: string, target: string): void {
    if (this.#flow.elements.has(target)) return;
    this.problems.push(`${from} - The connector leads to the element "${target}", which doesn't exist.`);
  }

  #names(from: string, names: readonly string[]): void {
    for (const name of names) {
      const problem = this.#references.problemOf(name);
      if (problem !== undefined) this.problems.push(`${from} - ${problem}`);
    }
  }

  #formula(from: string, formula: FlowFormula['formula'] | undefined): void {
    if (formula === undefined) return;
    if (formula.kind === 'problem') {
      this.problems.push(`${from} - The formula expression is invalid: ${formula.message}`);
      return;
    }
    try {
      checkFormula(formula, (path) => this.#references.problemOf(path.join('.')) === undefined);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.problems.push(`${from} - The formula expression is invalid: ${error.message}`);
    }
  }

  #ownFields(from: string, element: FlowElement): void {
    if (element.kind === 'lookup') {
      const output = element.outputFields.map(({ field }) => field);
      const sort = element.sortField === undefined ? [] : [element.sortField];
      const fields = [...element.filters.map(({ field }) => field), ...element.fields, ...output, ...sort];
      this.#fields(from, element.object, fields);
      return;
    }
    if (element.kind !== 'create' && element.kind !== 'update' && element.kind !== 'delete') return;
    if (element.object === undefined) return;
    const filtered = element.kind === 'create' ? [] : element.filters.map(({ field }) => field);
    const set = element.kind === 'delete' ? [] : element.values.map(({ name }) => name);
    this.#fields(from, element.object, [...filtered, ...set]);
  }

  #fields(from: string, objectName: string, fields: readonly string[]): void {
    const object = this.#object(from, objectName);
    if (object === undefined) return;
    for (const field of fields) {
      if (object.fieldByName.has(field.toLowerCase())) continue;
      this.problems.push(`${from} - The field "${field}" for the object "${object.name}" doesn't exist.`);
    }
  }

  #object(from: string, name: string): SchemaObject | undefined {
    const object = this.#surroundings.schema.object(name);
    if (object === undefined && isKnowable(name)) this.problems.push(`${from} - The object "${name}" doesn't exist.`);
    return object;
  }
}

/** Whether the org would have an object of this name: it has not all of the platform's own. */
const isKnowable = (name: string): boolean => /__(?:c|e|mdt)$/.test(name);

const fieldsOfStart = ({ filters, paths }: FlowStart): string[] => [
  ...filters.map(({ field }) => field),
  ...paths.flatMap(({ field }) => field ?? []),
];
