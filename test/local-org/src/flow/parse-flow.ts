import { child, children, childNumber, childText, isTrue } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import { parseFlowFormula } from './flow-formula.ts';
import type { FlowModel, FlowResource, FlowStart, RunMode, ScheduledPath } from './model.ts';
import { parseElements, startOf } from './parse-elements.ts';
import { parseConnector, parseFilters, parseValue } from './parse-values.ts';

/** Reads the metadata of a flow. Nothing is checked: `checkFlow` does that. */
export function parseFlow(name: string, body: XmlElement): FlowModel {
  const elements = parseElements(body);
  const resources = parseResources(body);
  return {
    name,
    label: childText(body, 'label') ?? name,
    interviewLabel: childText(body, 'interviewLabel') ?? childText(body, 'label') ?? name,
    processType: childText(body, 'processType') ?? 'AutoLaunchedFlow',
    status: childText(body, 'status') ?? 'Draft',
    apiVersion: childNumber(body, 'apiVersion') ?? 0,
    runInMode: runMode(childText(body, 'runInMode')),
    triggerOrder: childNumber(body, 'triggerOrder'),
    start: parseStart(body),
    elements: new Map(elements.map((element) => [element.name, element])),
    resources: new Map(resources.map((resource) => [resource.name, resource])),
    outcomes: new Set(
      elements.flatMap((element) => (element.kind === 'decision' ? element.rules.map((rule) => rule.name) : [])),
    ),
    screenFields: new Set(
      elements.flatMap((element) =>
        element.kind === 'screen' ? [...element.fields.map((field) => field.name), ...element.actions] : [],
      ),
    ),
  };
}

const runMode = (text: string | undefined): RunMode =>
  text === 'SystemModeWithSharing' || text === 'SystemModeWithoutSharing' ? text : 'DefaultMode';

function parseStart(body: XmlElement): FlowStart {
  const start = startOf(body) ?? {};
  const formula = childText(start, 'filterFormula');
  const schedule = child(start, 'schedule');
  return {
    ...parseFilters(start),
    triggerType: childText(start, 'triggerType'),
    recordTriggerType: childText(start, 'recordTriggerType'),
    object: childText(start, 'object'),
    // Flows of older versions name their first element.
    next: parseConnector(start) ?? childText(body, 'startElementReference'),
    formula: formula === undefined ? undefined : parseFlowFormula(formula),
    onlyWhenChanged: isTrue(start, 'doesRequireRecordChangedToMeetCriteria'),
    paths: children(start, 'scheduledPaths').map(parsePath),
    schedule: schedule && {
      frequency: childText(schedule, 'frequency') ?? 'Once',
      startDate: childText(schedule, 'startDate') ?? '',
      startTime: childText(schedule, 'startTime') ?? '00:00:00.000Z',
    },
    runAsUser: childText(start, 'flowRunAsUser'),
  };
}

function parsePath(element: XmlElement): ScheduledPath {
  const isAsync = childText(element, 'pathType') === 'AsyncAfterCommit';
  return {
    name: childText(element, 'name') ?? (isAsync ? 'Run_Immediately' : ''),
    label: childText(element, 'label') ?? '',
    next: parseConnector(element),
    isAsync,
    offset: childNumber(element, 'offsetNumber') ?? 0,
    unit: unitOf(childText(element, 'offsetUnit')),
    field: childText(element, 'timeSource') === 'RecordField' ? childText(element, 'recordField') : undefined,
    batchSize: childNumber(element, 'maxBatchSize') ?? 200,
  };
}

function unitOf(text: string | undefined): ScheduledPath['unit'] {
  return text === 'Minutes' || text === 'Days' || text === 'Months' ? text : 'Hours';
}

function parseResources(body: XmlElement): FlowResource[] {
  const named = <T>(list: string, read: (element: XmlElement, name: string) => T): T[] =>
    children(body, list).flatMap((element) => {
      const name = childText(element, 'name');
      return name === undefined ? [] : [read(element, name)];
    });
  return [
    ...named('variables', (element, name): FlowResource => ({
      kind: 'variable',
      name,
      dataType: childText(element, 'dataType') ?? 'String',
      objectType: childText(element, 'objectType'),
      isCollection: isTrue(element, 'isCollection'),
      isInput: isTrue(element, 'isInput'),
      isOutput: isTrue(element, 'isOutput'),
      scale: childNumber(element, 'scale'),
      value: parseValue(element, 'value'),
    })),
    ...named('formulas', (element, name): FlowResource => ({
      kind: 'formula',
      name,
      dataType: childText(element, 'dataType') ?? 'String',
      scale: childNumber(element, 'scale'),
      formula: parseFlowFormula(childText(element, 'expression') ?? ''),
    })),
    ...named('constants', (element, name): FlowResource => ({
      kind: 'constant',
      name,
      dataType: childText(element, 'dataType') ?? 'String',
      value: parseValue(element, 'value'),
    })),
    ...named('textTemplates', (element, name): FlowResource => ({
      kind: 'template',
      name,
      text: childText(element, 'text') ?? '',
    })),
    ...named('choices', (element, name): FlowResource => ({
      kind: 'choice',
      name,
      dataType: childText(element, 'dataType') ?? 'String',
      value: parseValue(element, 'value'),
      text: childText(element, 'choiceText') ?? '',
    })),
    ...['dynamicChoiceSets', 'stages', 'customProperties'].flatMap((list) =>
      named(list, (_, name): FlowResource => ({ kind: 'other', name })),
    ),
  ];
}
