import { child, children, childText, isTrue } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import { referencePath } from './flow-formula.ts';
import type { AssignmentItem, Conditions, NamedValue, RecordFilters, ValueSource } from './model.ts';
import { dateValue } from './values.ts';

/** The value in an element such as `<value><stringValue>…`. */
export function parseValue(holder: XmlElement, name: string): ValueSource | undefined {
  const element = child(holder, name);
  return element === undefined ? undefined : readValue(element);
}

function readValue(element: XmlElement): ValueSource | undefined {
  const reference = childText(element, 'elementReference');
  if (reference !== undefined) return { kind: 'reference', name: referencePath(reference) };
  const boolean = childText(element, 'booleanValue');
  if (boolean !== undefined) return { kind: 'literal', value: boolean === 'true' };
  const number = childText(element, 'numberValue');
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const date = childText(element, 'dateValue');
  if (date !== undefined) return { kind: 'literal', value: dateValue(date.slice(0, 10), 'date') };
  const time = childText(element, 'dateTimeValue');
  if (time !== undefined) return { kind: 'literal', value: dateValue(time, 'datetime') };
  const text = childText(element, 'stringValue') ?? childText(element, 'setupReference');
  if (text !== undefined) return { kind: 'text', text };
  return Object.hasOwn(element, 'stringValue') ? { kind: 'literal', value: '' } : undefined;
}

/** Elements of a name with a name and a value each: parameters, fields to set. */
export const parseNamedValues = (holder: XmlElement, list: string, nameElement: string): NamedValue[] =>
  children(holder, list).flatMap((element) => {
    const name = childText(element, nameElement);
    return name === undefined
      ? []
      : [{ name, value: parseValue(element, 'value') ?? { kind: 'literal' as const, value: null } }];
  });

export const parseOutputs = (holder: XmlElement, list: string): { name: string; target: string }[] =>
  children(holder, list).flatMap((element) => {
    const name = childText(element, 'name');
    const target = childText(element, 'assignToReference');
    return name === undefined || target === undefined ? [] : [{ name, target }];
  });

export const parseConditions = (holder: XmlElement, logicElement = 'conditionLogic'): Conditions => ({
  logic: childText(holder, logicElement) ?? 'and',
  conditions: children(holder, 'conditions').map((element) => ({
    left: referencePath(childText(element, 'leftValueReference') ?? ''),
    operator: childText(element, 'operator') ?? 'EqualTo',
    right: parseValue(element, 'rightValue'),
  })),
});

export const parseFilters = (holder: XmlElement): RecordFilters => ({
  logic: childText(holder, 'filterLogic') ?? 'and',
  filters: children(holder, 'filters').map((element) => ({
    field: childText(element, 'field') ?? '',
    operator: childText(element, 'operator') ?? 'EqualTo',
    value: parseValue(element, 'value'),
  })),
});

export const parseAssignmentItems = (holder: XmlElement): AssignmentItem[] =>
  children(holder, 'assignmentItems').map((element) => ({
    target: referencePath(childText(element, 'assignToReference') ?? ''),
    operator: childText(element, 'operator') ?? 'Assign',
    value: parseValue(element, 'value'),
  }));

/** The element that a connector leads to. */
export function parseConnector(holder: XmlElement, name = 'connector'): string | undefined {
  const connector = child(holder, name);
  return connector === undefined ? undefined : childText(connector, 'targetReference');
}

/** A limit: a number or, in newer versions, a value. */
export function parseLimit(holder: XmlElement): ValueSource | undefined {
  const text = childText(holder, 'limit');
  return text === undefined ? parseValue(holder, 'limit') : { kind: 'literal', value: Number(text) };
}

export const parseSorts = (
  holder: XmlElement,
): { field: string | undefined; isDescending: boolean; nullsFirst: boolean }[] =>
  children(holder, 'sortOptions').map((element) => ({
    field: childText(element, 'sortField'),
    isDescending: childText(element, 'sortOrder') === 'Desc',
    nullsFirst: isTrue(element, 'doesPutEmptyStringAndNullFirst'),
  }));
