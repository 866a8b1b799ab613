import { OrgError } from '../org-error.ts';
import { runAction } from './action-element.ts';
import { assignItem, assignTo } from './assign.ts';
import type { Answer, BulkRequest } from './bulk.ts';
import { runCollection } from './collection-element.ts';
import { conditionsHold } from './conditions.ts';
import { ask, runCreate, runDelete, runLookup, runUpdate } from './data-elements.ts';
import { FlowAbort, FlowFault } from './flow-fault.ts';
import { Interview } from './interview.ts';
import type { DecisionElement, FlowElement, FlowModel, LoopElement, SubflowElement } from './model.ts';
import { resolve, valueOf } from './resolve.ts';
import { copyValue, textOf } from './values.ts';
import type { FlowValue } from './values.ts';

export type InterviewSteps = Generator<BulkRequest, void, Answer>;

/** A flow that never ends is stopped after this many elements, as the CPU limit would stop it. */
const mostElements = 200_000;

/** An error that no fault path took, with the element where it happened. */
export class InterviewError extends Error {
  readonly element: FlowElement;
  readonly flow: FlowModel;
  override readonly cause: Error;

  constructor(element: FlowElement, flow: FlowModel, cause: Error) {
    super(cause.message, { cause });
    this.name = 'InterviewError';
    this.element = element;
    this.flow = flow;
    this.cause = cause;
  }
}

/** Runs an interview from an element to its end. Throws `InterviewError` where an error has no fault path. */
export function* runInterview(interview: Interview, start: string | undefined): InterviewSteps {
  let next = start;
  for (let count = 0; next !== undefined; count += 1) {
    const element = interview.flow.elements.get(next);
    if (element === undefined) throw new FlowAbort(`The flow ${interview.flow.name} has no element ${next}.`);
    if (count >= mostElements) throw new FlowAbort('Apex CPU time limit exceeded');
    interview.visit(element);
    try {
      next = yield* runElement(interview, element);
    } catch (thrown) {
      const error = thrown instanceof OrgError ? new FlowFault(`${thrown.code}: ${thrown.message}`) : thrown;
      if (!(error instanceof FlowFault)) throw error;
      interview.errored.add(element.name);
      interview.faultMessage = error.message;
      if (element.fault === undefined) throw new InterviewError(element, interview.flow, error);
      next = element.fault;
    }
  }
}

function* runElement(interview: Interview, element: FlowElement): Generator<BulkRequest, string | undefined, Answer> {
  switch (element.kind) {
    case 'assignment':
      for (const item of element.items) assignItem(interview, item);
      break;
    case 'decision':
      return decide(interview, element);
    case 'loop':
      return advanceLoop(interview, element);
    case 'lookup':
      yield* runLookup(interview, element);
      break;
    case 'create':
      yield* runCreate(interview, element);
      break;
    case 'update':
      yield* runUpdate(interview, element);
      break;
    case 'delete':
      yield* runDelete(interview, element);
      break;
    case 'rollback':
      yield* ask({ kind: 'rollback' });
      break;
    case 'collection':
      runCollection(interview, element);
      break;
    case 'action':
      yield* runAction(interview, element);
      break;
    case 'subflow':
      yield* runSubflow(interview, element);
      break;
    case 'screen':
      yield* ask({ kind: 'screen', screen: element.name });
      break;
    case 'customError':
      for (const { text, field } of element.messages) {
        interview.customErrors.push({ message: textOf(valueOf(interview, text)), field });
      }
      break;
    case 'unsupported':
      throw new FlowFault(`The element ${element.name} (${element.elementType}) isn't supported in this org.`);
  }
  return element.next;
}

function decide(interview: Interview, element: DecisionElement): string | undefined {
  for (const rule of element.rules) {
    const holds = conditionsHold(interview, rule);
    interview.values.set(rule.name, holds);
    if (!holds) continue;
    interview.visited.add(rule.name);
    return rule.next;
  }
  return element.next;
}

/** The next item, until there is none: then the loop can be entered again. */
function advanceLoop(interview: Interview, element: LoopElement): string | undefined {
  let state = interview.loops.get(element.name);
  if (state === undefined) {
    const value = resolve(interview, element.collection);
    const items = Array.isArray(value) ? value : [];
    state = { items: element.isDescending ? items.toReversed() : items, index: 0 };
    interview.loops.set(element.name, state);
  }
  const item = state.items[state.index];
  if (item === undefined) {
    interview.loops.delete(element.name);
    interview.values.set(element.name, null);
    return element.next;
  }
  state.index += 1;
  const copied = copyValue(item);
  if (element.variable === undefined) interview.values.set(element.name, copied);
  else assignTo(interview, element.variable, copied);
  return element.body;
}

/** A flow inside of a flow: its variables are its own. */
function* runSubflow(interview: Interview, element: SubflowElement): InterviewSteps {
  const flow = interview.host.flow(element.flowName);
  if (flow === undefined) throw new FlowFault(`The flow ${element.flowName} isn't active.`);
  const mode = flow.runInMode === 'DefaultMode' ? interview.access.mode : accessMode(flow);
  const child = new Interview({
    flow,
    host: interview.host,
    access: { ...interview.access, mode },
    place: interview.place,
  });
  setInputs(child, new Map(element.inputs.map(({ name, value }) => [name, valueOf(interview, value)])));
  yield* runInterview(child, flow.start.next);
  const outputs = outputsOf(child);
  interview.values.set(element.name, { kind: 'apex', fields: Object.fromEntries(outputs) });
  for (const { name, target } of element.outputs) assignTo(interview, target, outputs.get(name) ?? null);
}

/** The access that a flow names itself; the default is the caller's or, of a trigger, the system's. */
export function accessMode({ runInMode }: FlowModel): 'systemWithSharing' | 'system' {
  return runInMode === 'SystemModeWithSharing' ? 'systemWithSharing' : 'system';
}

/** Sets the variables that are available for input. Throws `FlowFault` for any other name. */
export function setInputs(interview: Interview, inputs: ReadonlyMap<string, FlowValue>): void {
  for (const [name, value] of inputs) {
    const resource = interview.flow.resources.get(name);
    if (resource?.kind !== 'variable' || !resource.isInput) {
      throw new FlowFault(`The flow ${interview.flow.name} has no input variable ${name}.`);
    }
    assignTo(interview, name, value);
  }
}

export function outputsOf(interview: Interview): Map<string, FlowValue> {
  const outputs = new Map<string, FlowValue>();
  for (const resource of interview.flow.resources.values()) {
    if (resource.kind === 'variable' && resource.isOutput)
      outputs.set(resource.name, resolve(interview, resource.name));
  }
  return outputs;
}
