import { child, children, childText, childTexts, isTrue } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import { referencePath } from './flow-formula.ts';
import type { FlowElement, ScreenElement } from './model.ts';
import {
  parseAssignmentItems,
  parseConditions,
  parseConnector,
  parseFilters,
  parseLimit,
  parseNamedValues,
  parseOutputs,
  parseSorts,
  parseValue,
} from './parse-values.ts';

const common = (element: XmlElement) => ({
  name: childText(element, 'name') ?? '',
  label: childText(element, 'label') ?? childText(element, 'name') ?? '',
  next: parseConnector(element),
  fault: parseConnector(element, 'faultConnector'),
});

const optionalPath = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : referencePath(text);

type Parse = (element: XmlElement) => FlowElement;

const parsers: Record<string, Parse> = {
  assignments: (element) => ({ kind: 'assignment', ...common(element), items: parseAssignmentItems(element) }),
  decisions: (element) => ({
    kind: 'decision',
    ...common(element),
    next: parseConnector(element, 'defaultConnector'),
    rules: children(element, 'rules').map((rule) => ({
      name: childText(rule, 'name') ?? '',
      label: childText(rule, 'label') ?? '',
      next: parseConnector(rule),
      ...parseConditions(rule),
    })),
  }),
  loops: (element) => ({
    kind: 'loop',
    ...common(element),
    next: parseConnector(element, 'noMoreValuesConnector'),
    body: parseConnector(element, 'nextValueConnector'),
    collection: referencePath(childText(element, 'collectionReference') ?? ''),
    isDescending: childText(element, 'iterationOrder') === 'Desc',
    variable: childText(element, 'assignNextValueToReference'),
  }),
  recordLookups: (element) => ({
    kind: 'lookup',
    ...common(element),
    ...parseFilters(element),
    object: childText(element, 'object') ?? '',
    // Flows from before automatic storage read one record unless they name a collection.
    firstOnly: isTrue(element, 'getFirstRecordOnly') || childText(element, 'outputAssignments') !== undefined,
    sortField: childText(element, 'sortField'),
    sortOrder: childText(element, 'sortOrder') === 'Desc' ? 'Desc' : 'Asc',
    limit: parseLimit(element),
    fields: childTexts(element, 'queriedFields'),
    storesAutomatically: isTrue(element, 'storeOutputAutomatically'),
    output: optionalPath(childText(element, 'outputReference')),
    outputFields: children(element, 'outputAssignments').map((output) => ({
      field: childText(output, 'field') ?? '',
      target: referencePath(childText(output, 'assignToReference') ?? ''),
    })),
    emptiesWithoutRecord: isTrue(element, 'assignNullValuesIfNoRecordsFound'),
  }),
  recordCreates: (element) => {
    // Creating only what does not match another record is another operation.
    if (childText(element, 'operationOneMatchingRecord') !== undefined) {
      return { kind: 'unsupported', ...common(element), elementType: 'recordCreates with matching records' };
    }
    return {
      kind: 'create',
      ...common(element),
      object: childText(element, 'object'),
      values: parseNamedValues(element, 'inputAssignments', 'field'),
      input: optionalPath(childText(element, 'inputReference')),
      idTarget: optionalPath(childText(element, 'assignRecordIdToReference')),
    };
  },
  recordUpdates: (element) => ({
    kind: 'update',
    ...common(element),
    ...parseFilters(element),
    object: childText(element, 'object'),
    values: parseNamedValues(element, 'inputAssignments', 'field'),
    input: optionalPath(childText(element, 'inputReference')),
  }),
  recordDeletes: (element) => ({
    kind: 'delete',
    ...common(element),
    ...parseFilters(element),
    object: childText(element, 'object'),
    input: optionalPath(childText(element, 'inputReference')),
  }),
  recordRollbacks: (element) => ({ kind: 'rollback', ...common(element) }),
  collectionProcessors: (element) => {
    const type = childText(element, 'collectionProcessorType') ?? childText(element, 'elementSubtype');
    if (type !== 'SortCollectionProcessor' && type !== 'FilterCollectionProcessor') {
      return { kind: 'unsupported', ...common(element), elementType: type ?? 'collectionProcessors' };
    }
    return {
      kind: 'collection',
      ...common(element),
      ...parseConditions(element),
      processor: type === 'SortCollectionProcessor' ? 'sort' : 'filter',
      collection: referencePath(childText(element, 'collectionReference') ?? ''),
      item: childText(element, 'assignNextValueToReference'),
      formula: childText(element, 'formula'),
      limit: parseLimit(element),
      sorts: parseSorts(element),
    };
  },
  actionCalls: (element) => ({
    kind: 'action',
    ...common(element),
    actionName: childText(element, 'actionName') ?? '',
    actionType: childText(element, 'actionType') ?? '',
    inputs: parseNamedValues(element, 'inputParameters', 'name'),
    outputs: parseOutputs(element, 'outputParameters'),
  }),
  subflows: (element) => ({
    kind: 'subflow',
    ...common(element),
    flowName: childText(element, 'flowName') ?? '',
    inputs: parseNamedValues(element, 'inputAssignments', 'name'),
    outputs: parseOutputs(element, 'outputAssignments'),
  }),
  screens: (element) => ({
    kind: 'screen',
    ...common(element),
    fields: screenFields(element),
    actions: children(element, 'actions').flatMap((action) => childText(action, 'name') ?? []),
  }),
  customErrors: (element) => ({
    kind: 'customError',
    ...common(element),
    messages: children(element, 'customErrorMessages').map((message) => ({
      text: messageText(message),
      field: isTrue(message, 'isFieldError') ? childText(message, 'fieldSelection') : undefined,
    })),
  }),
};

/** The message is a text, which may name resources, or a value. */
function messageText(message: XmlElement) {
  const text = childText(message, 'errorMessage');
  return text === undefined ? parseValue(message, 'errorMessage') : ({ kind: 'text', text } as const);
}

/** Fields of a screen; those in sections and columns are children of other fields. */
function screenFields(holder: XmlElement): ScreenElement['fields'] {
  return children(holder, 'fields').flatMap((field) => [
    {
      name: childText(field, 'name') ?? '',
      fieldType: childText(field, 'fieldType') ?? '',
      dataType: childText(field, 'dataType') ?? '',
      isRequired: isTrue(field, 'isRequired'),
      defaultValue: parseValue(field, 'defaultValue'),
    },
    ...screenFields(field),
  ]);
}

/** Elements that a deploy keeps and that stop an interview. */
const unsupportedLists = [
  'apexPluginCalls',
  'waits',
  'steps',
  'transforms',
  'orchestratedStages',
  'experiments',
  'capabilityTypes',
];

/** Every element of the flow's canvas. */
export function parseElements(body: XmlElement): FlowElement[] {
  const known = Object.entries(parsers).flatMap(([list, parse]) => children(body, list).map(parse));
  const rest = unsupportedLists.flatMap((list) =>
    children(body, list)
      .filter((element) => childText(element, 'name') !== undefined)
      .map((element): FlowElement => ({ kind: 'unsupported', ...common(element), elementType: list })),
  );
  return [...known, ...rest].filter(({ name }) => name !== '');
}

/** Whether the flow has a start element of its own. */
export const startOf = (body: XmlElement): XmlElement | undefined => child(body, 'start');
