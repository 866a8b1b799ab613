import type { RecordInput, QueryRow } from '../org.ts';
import { assignTo, setField } from './assign.ts';
import type { Answer, BulkRequest } from './bulk.ts';
import { FlowFault } from './flow-fault.ts';
import type { FlowObject } from './flow-host.ts';
import type { Interview } from './interview.ts';
import type { CreateElement, DeleteElement, LookupElement, NamedValue, UpdateElement } from './model.ts';
import { lookupQuery, objectNamed, whereClause } from './record-filter.ts';
import { recordsOf, resolve, valueOf } from './resolve.ts';
import { newRecord, ownField, plainValue, typedValue } from './values.ts';
import type { FlowRecord, FlowValue } from './values.ts';

export type Steps = Generator<BulkRequest, void, Answer>;

/** Asks and waits; the error of an answer is thrown. */
export function* ask(request: BulkRequest): Generator<BulkRequest, Exclude<Answer, { kind: 'fault' }>, Answer> {
  const answer = yield request;
  if (answer.kind === 'fault') throw answer.error;
  return answer;
}

/** A row of a query as a record of the flow. */
export function toRecord(object: FlowObject, row: QueryRow): FlowRecord {
  const record = newRecord(object.name);
  for (const [name, value] of Object.entries(row)) {
    const field = object.field(name);
    if (field !== undefined) record.fields[field.name] = typedValue(value, field.type);
  }
  return record;
}

export function* runLookup(interview: Interview, element: LookupElement): Steps {
  const object = objectNamed(interview, element.object);
  const answer = yield* ask({ kind: 'query', soql: lookupQuery(interview, element) });
  const records = answer.kind === 'rows' ? answer.rows.map((row) => toRecord(object, row)) : [];
  const [first] = records;
  for (const { field, target } of element.outputFields) {
    if (first !== undefined) assignTo(interview, target, ownField(first.fields, field) ?? null);
    else if (element.emptiesWithoutRecord) assignTo(interview, target, null);
  }
  if (element.output !== undefined) storeOutput(interview, element, records);
  if (element.storesAutomatically || (element.output === undefined && element.outputFields.length === 0)) {
    interview.values.set(element.name, element.firstOnly ? (first ?? null) : records);
  }
}

function storeOutput(interview: Interview, element: LookupElement, records: FlowRecord[]): void {
  const target = element.output ?? '';
  const resource = interview.flow.resources.get(target);
  const isCollection = resource?.kind === 'variable' && resource.isCollection;
  if (records.length === 0 && !element.emptiesWithoutRecord) return;
  assignTo(interview, target, isCollection ? records : (records[0] ?? null));
}

/** A record as it is sent to be written. */
function toInput(record: FlowRecord, names: Iterable<string>): RecordInput {
  const input: RecordInput = {};
  for (const name of names) input[name] = plainValue(ownField(record.fields, name) ?? null);
  return input;
}

function recordOfValues(interview: Interview, object: string, values: readonly NamedValue[]): FlowRecord {
  const record = newRecord(objectNamed(interview, object).name);
  for (const { name, value } of values) setField(interview, record, { field: name, value: valueOf(interview, value) });
  return record;
}

/** The fields of a new record that a client may give: what was assigned, and what a copied record holds. */
function createableNames(interview: Interview, record: FlowRecord): string[] {
  const object = objectNamed(interview, record.object);
  return Object.keys(record.fields).filter(
    (name) => record.changed.has(name) || object.field(name)?.createable === true,
  );
}

export function* runCreate(interview: Interview, element: CreateElement): Steps {
  const records =
    element.input === undefined
      ? [recordOfValues(interview, element.object ?? '', element.values)]
      : recordsOf(resolve(interview, element.input));
  for (const [object, group] of byObject(records)) {
    const inputs = group.map((record) =>
      toInput(
        record,
        createableNames(interview, record).filter((name) => name !== 'Id'),
      ),
    );
    const answer = yield* ask({ kind: 'write', operation: 'insert', object, records: inputs });
    const results = answer.kind === 'written' ? answer.results : [];
    for (const [index, record] of group.entries()) record.fields['Id'] = results[index]?.id ?? null;
  }
  if (element.input !== undefined) return;
  const id = records[0]?.fields['Id'] ?? null;
  interview.values.set(element.name, id);
  if (element.idTarget !== undefined) assignTo(interview, element.idTarget, id);
}

const byObject = (records: readonly FlowRecord[]): Map<string, FlowRecord[]> =>
  Map.groupBy(records, ({ object }) => object);

/** Before the save, an update of the record that started the flow is an assignment. */
export function* runUpdate(interview: Interview, element: UpdateElement): Steps {
  const { trigger } = interview;
  if (element.input !== undefined) {
    const records = recordsOf(resolve(interview, element.input));
    for (const record of records) {
      for (const { name, value } of element.values) {
        setField(interview, record, { field: name, value: valueOf(interview, value) });
      }
    }
    if (trigger?.isBeforeSave === true && element.input === '$Record') return;
    for (const [object, group] of byObject(records)) {
      const inputs = group.map((record) => ({ ...toInput(record, record.changed), Id: idOf(record) }));
      yield* ask({ kind: 'write', operation: 'update', object, records: inputs });
      for (const record of group) record.changed.clear();
    }
    return;
  }
  const object = objectNamed(interview, element.object ?? '');
  const ids = yield* matchingIds(interview, object, element);
  const values = recordOfValues(interview, object.name, element.values);
  const records = ids.map((Id) => ({ ...toInput(values, values.changed), Id }));
  yield* ask({ kind: 'write', operation: 'update', object: object.name, records });
}

function idOf(record: FlowRecord): string {
  const id = record.fields['Id'];
  if (typeof id !== 'string' || id === '') {
    throw new FlowFault(
      `This error occurred when the flow tried to update records: MISSING_ARGUMENT: Id not specified in an update call. You can look up ExceptionCode values in the SOAP API Developer Guide.`,
      { statusCode: 'MISSING_ARGUMENT' },
    );
  }
  return id;
}

function* matchingIds(
  interview: Interview,
  object: FlowObject,
  element: UpdateElement | DeleteElement,
): Generator<BulkRequest, string[], Answer> {
  const soql = `SELECT Id FROM ${object.name}${whereClause(interview, object, element)}`;
  const answer = yield* ask({ kind: 'query', soql });
  return answer.kind === 'rows' ? answer.rows.map((row) => String(row['Id'])) : [];
}

export function* runDelete(interview: Interview, element: DeleteElement): Steps {
  if (element.input !== undefined) {
    const value: FlowValue = resolve(interview, element.input);
    for (const [object, group] of byObject(recordsOf(value))) {
      yield* ask({
        kind: 'write',
        operation: 'delete',
        object,
        records: group.map((record) => ({ Id: idOf(record) })),
      });
    }
    return;
  }
  const object = objectNamed(interview, element.object ?? '');
  const ids = yield* matchingIds(interview, object, element);
  yield* ask({ kind: 'write', operation: 'delete', object: object.name, records: ids.map((Id) => ({ Id })) });
}
