import { referencesInFormula, referencesInText } from './flow-formula.ts';
import type { Conditions, FlowElement, FlowResource, NamedValue, RecordFilters, ValueSource } from './model.ts';

const ofValue = (value: ValueSource | undefined): string[] => {
  if (value === undefined || value.kind === 'literal') return [];
  return value.kind === 'reference' ? [value.name] : referencesInText(value.text);
};

const ofValues = (values: readonly NamedValue[]): string[] => values.flatMap(({ value }) => ofValue(value));

const ofConditions = ({ conditions }: Conditions): string[] =>
  conditions.flatMap(({ left, right }) => [left, ...ofValue(right)]);

const ofFilters = ({ filters }: RecordFilters): string[] => filters.flatMap(({ value }) => ofValue(value));

const given = (...names: (string | undefined)[]): string[] => names.filter((name) => name !== undefined);

/** The resources and elements that an element names. */
export function elementReferences(element: FlowElement): string[] {
  switch (element.kind) {
    case 'assignment':
      return element.items.flatMap(({ target, value }) => [target, ...ofValue(value)]);
    case 'decision':
      return element.rules.flatMap(ofConditions);
    case 'loop':
      return given(element.collection, element.variable);
    case 'lookup':
      return [
        ...ofFilters(element),
        ...ofValue(element.limit),
        ...given(element.output, ...element.outputFields.map(({ target }) => target)),
      ];
    case 'create':
      return [...ofValues(element.values), ...given(element.input, element.idTarget)];
    case 'update':
      return [...ofFilters(element), ...ofValues(element.values), ...given(element.input)];
    case 'delete':
      return [...ofFilters(element), ...given(element.input)];
    case 'collection':
      return [element.collection, ...ofConditions(element), ...ofValue(element.limit)];
    case 'action':
    case 'subflow':
      return [...ofValues(element.inputs), ...element.outputs.map(({ target }) => target)];
    case 'screen':
      return element.fields.flatMap(({ defaultValue }) => ofValue(defaultValue));
    case 'customError':
      return element.messages.flatMap(({ text }) => ofValue(text));
    case 'rollback':
    case 'unsupported':
      return [];
  }
}

/** The resources that a resource names. */
export function resourceReferences(resource: FlowResource): string[] {
  switch (resource.kind) {
    case 'formula':
      return resource.formula.kind === 'problem'
        ? []
        : referencesInFormula(resource.formula).map((path) => path.join('.'));
    case 'template':
      return referencesInText(resource.text);
    case 'variable':
    case 'constant':
    case 'choice':
      return ofValue(resource.value);
    case 'other':
      return [];
  }
}

/** The elements that an element leads to. */
export function connections(element: FlowElement): string[] {
  const { next, fault } = element;
  if (element.kind === 'decision') return given(next, fault, ...element.rules.map((rule) => rule.next));
  return element.kind === 'loop' ? given(next, fault, element.body) : given(next, fault);
}
