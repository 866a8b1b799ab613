import { evaluateFormula } from '../formula/evaluate-formula.ts';
import type { Formula } from '../formula/syntax.ts';
import { FormulaError } from '../formula/parse-formula.ts';
import type { FormulaContext, FormulaValue } from '../formula/values.ts';
import { FlowFault } from './flow-fault.ts';
import { mergeText } from './flow-formula.ts';
import type { Interview } from './interview.ts';
import type { FlowFormula, FlowVariable, ValueSource } from './model.ts';
import { isApexObject, isRecord, newRecord, ownField, textOf, toFormulaValue, typedValue } from './values.ts';
import type { FlowRecord, FlowValue } from './values.ts';

/** The value of a reference such as `lead.Owner.Name`; blank where nothing has been set. */
export function resolve(interview: Interview, reference: string): FlowValue {
  const [first = '', ...rest] = reference.split('.');
  if (first === '$Record') return readPath(interview, interview.trigger?.record ?? null, rest);
  if (first === '$Record__Prior') return readPath(interview, interview.trigger?.prior ?? null, rest);
  if (first === '$Flow') return flowValue(interview, rest);
  if (first === '$GlobalConstant') return globalConstants[rest[0] ?? ''] ?? null;
  if (first.startsWith('$')) return interview.host.global([first, ...rest], interview.access);
  return readPath(interview, namedValue(interview, first), rest);
}

const globalConstants: Record<string, FlowValue> = { True: true, False: false, EmptyString: '' };

function namedValue(interview: Interview, name: string): FlowValue {
  const kept = interview.values.get(name);
  if (kept !== undefined) return kept;
  const resource = interview.flow.resources.get(name);
  if (resource === undefined) return interview.flow.outcomes.has(name) ? false : null;
  if (resource.kind === 'variable') return initialValue(interview, resource);
  if (resource.kind === 'constant') return typedValue(scalar(valueOf(interview, resource.value)), resource.dataType);
  if (resource.kind === 'choice') {
    const value = resource.value === undefined ? resource.text : valueOf(interview, resource.value);
    return typeof value === 'string' ? typedValue(value, resource.dataType) : value;
  }
  if (resource.kind === 'template') return mergedText(interview, resource.text);
  return resource.kind === 'formula' ? formulaResource(interview, resource) : null;
}

const scalar = (value: FlowValue): unknown =>
  typeof value === 'object' && value !== null && 'ms' in value ? new Date(value.ms).toISOString() : value;

/** A variable before anything is assigned to it; a record variable is there, without fields. */
function initialValue(interview: Interview, variable: FlowVariable): FlowValue {
  const value = variable.isCollection ? [] : valueOf(interview, variable.value);
  const isEmptyRecord = value === null && !variable.isCollection && variable.dataType === 'SObject';
  if (isEmptyRecord && variable.objectType !== undefined) return newRecord(variable.objectType);
  if (!variable.isCollection && variable.dataType === 'Apex' && value === null) return { kind: 'apex', fields: {} };
  return value;
}

function readPath(interview: Interview, value: FlowValue, path: string[]): FlowValue {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (isRecord(value)) {
    const own = ownField(value.fields, name);
    if (own !== undefined && (rest.length === 0 || isRecord(own))) return readPath(interview, own, rest);
    return interview.host.readPath(value, path, interview.access);
  }
  if (value !== null && !Array.isArray(value) && typeof value === 'object' && isApexObject(value)) {
    return readPath(interview, ownField(value.fields, name) ?? null, rest);
  }
  return null;
}

function flowValue(interview: Interview, [name = '', ...rest]: string[]): FlowValue {
  const { host, flow } = interview;
  const now = host.now();
  switch (name) {
    case 'CurrentDateTime':
      return { kind: 'datetime', ms: now.getTime() };
    case 'CurrentDate':
      return { kind: 'date', ms: Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`) };
    case 'InterviewStartTime':
      return { kind: 'datetime', ms: interview.startedAt.getTime() };
    case 'FaultMessage':
      return interview.faultMessage;
    case 'InterviewGuid':
      return interview.guid;
    case 'CurrentRecord':
      return readPath(interview, interview.trigger?.record ?? null, rest.length === 0 ? ['Id'] : rest);
    case 'ActiveStages':
      return [];
    default:
      return name === 'FlowApiName' ? flow.name : null;
  }
}

/** The value of what the metadata gives. */
export function valueOf(interview: Interview, source: ValueSource | undefined): FlowValue {
  if (source === undefined) return null;
  if (source.kind === 'literal') return source.value;
  return source.kind === 'text' ? mergedText(interview, source.text) : resolve(interview, source.name);
}

export const mergedText = (interview: Interview, text: string): string =>
  mergeText(text, (reference) => textOf(resolve(interview, reference)));

function formulaResource(interview: Interview, { name, dataType, scale, formula }: FlowFormula): FlowValue {
  const value = calculate(interview, formula, name);
  if (value === null) return null;
  if (typeof value === 'number' && scale !== undefined) return Number(value.toFixed(scale));
  if (dataType === 'String' && typeof value !== 'object') return String(value);
  if (dataType === 'Boolean') return value === true;
  if (dataType === 'Date' && typeof value === 'object') {
    return { kind: 'date', ms: Date.parse(`${new Date(value.ms).toISOString().slice(0, 10)}T00:00:00Z`) };
  }
  return value;
}

/** Throws `FlowFault` when the formula has a mistake. */
export function calculate(
  interview: Interview,
  formula: Formula | { kind: 'problem'; message: string },
  name: string,
): FormulaValue {
  if (formula.kind === 'problem') throw new FlowFault(`The formula ${name} is invalid: ${formula.message}`);
  try {
    return evaluateFormula(formula, formulaContext(interview));
  } catch (error) {
    if (error instanceof FormulaError) throw new FlowFault(`The formula ${name} is invalid: ${error.message}`);
    throw error;
  }
}

function formulaContext(interview: Interview): FormulaContext {
  const value = (path: string[]): FormulaValue => toFormulaValue(resolve(interview, path.join('.')));
  return {
    isNew: interview.trigger?.isNew ?? false,
    now: interview.host.now(),
    value,
    priorValue: (path) => {
      const { trigger } = interview;
      if (path[0] !== '$Record' || trigger?.prior === undefined) return value(path);
      return toFormulaValue(readPath(interview, trigger.prior, path.slice(1)));
    },
  };
}

/** The record or records of a variable; blank ones are left out. */
export function recordsOf(value: FlowValue): FlowRecord[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => isRecord(one));
}
