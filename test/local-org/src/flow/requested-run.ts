import { insideValue } from './action-element.ts';
import type { FlowAccess, FlowHost } from './flow-host.ts';
import { Interview } from './interview.ts';
import type { FlowModel, FlowVariable } from './model.ts';
import { valueOf } from './resolve.ts';
import type { AnswerScreen, Seed } from './run-batch.ts';
import { accessMode, outputsOf, setInputs } from './run-interview.ts';
import { outsideValue, typedValue } from './values.ts';
import type { FlowValue } from './values.ts';

/** A flow that a user runs: with its inputs, and what a user enters on each screen. */
export type FlowRunRequest = {
  userId: string;
  /** Of input variables: plain values, records with `attributes`, arrays. */
  inputs?: Record<string, unknown>;
  /** By screen, the values of its fields; outputs of a component as an object. The run ends at a screen without. */
  screens?: Record<string, Record<string, unknown>>;
  /** The access of a flow that names none: the user's own when absent. */
  mode?: FlowAccess['mode'];
};

export type FlowRun = {
  outputs: Record<string, unknown>;
  /** The screen that waits for answers. */
  waitsAt: string | undefined;
  /** The elements that ran. */
  visited: string[];
  error: string | undefined;
};

export function runRequested(
  host: FlowHost,
  flow: FlowModel,
  { userId, inputs = {}, screens = {}, mode = 'user' }: FlowRunRequest,
): { seed: Seed; answerScreen: AnswerScreen } {
  const access: FlowAccess = { userId, mode: flow.runInMode === 'DefaultMode' ? mode : accessMode(flow) };
  const seed: Seed = () => {
    const interview = new Interview({ flow, host, access });
    setInputs(
      interview,
      new Map(Object.entries(inputs).map(([name, value]) => [name, inputOf(interview, name, value)])),
    );
    return { interview, start: flow.start.next };
  };
  return { seed, answerScreen: (interview, screen) => answer(interview, screen, screens[screen]) };
}

/** An input in the form of its variable. */
function inputOf(interview: Interview, name: string, value: unknown): FlowValue {
  const variable = interview.flow.resources.get(name);
  if (variable?.kind !== 'variable') return insideValue(interview, value);
  return Array.isArray(value)
    ? value.map((one) => single(interview, variable, one))
    : single(interview, variable, value);
}

function single(interview: Interview, { dataType }: FlowVariable, value: unknown): FlowValue {
  const isPlain = typeof value !== 'object' || value === null;
  return isPlain && dataType !== 'SObject' && dataType !== 'Apex'
    ? typedValue(value, dataType)
    : insideValue(interview, value);
}

/** Puts what the user enters into the fields of a screen; the others have their default. */
function answer(interview: Interview, screen: string, given: Record<string, unknown> | undefined): boolean {
  const element = interview.flow.elements.get(screen);
  if (element?.kind !== 'screen' || given === undefined) return false;
  for (const { name, dataType, defaultValue } of element.fields) {
    const value = given[name];
    if (value === undefined) interview.values.set(name, valueOf(interview, defaultValue));
    else interview.values.set(name, dataType === '' ? insideValue(interview, value) : typedValue(value, dataType));
  }
  return true;
}

export const finishedRun = (interview: Interview): FlowRun => ({
  outputs: Object.fromEntries([...outputsOf(interview)].map(([name, value]) => [name, outsideValue(value)])),
  waitsAt: interview.waitsAt,
  visited: [...interview.visited],
  error: interview.failure?.error.message,
});
