import type { SaveChunk } from '../org.ts';
import { RecordRefusal } from '../records/record-refusal.ts';
import type { RuntimeClass } from './program.ts';
import { fromStorage, toStorage } from './records.ts';
import { stateOf, textOfException } from './library/exceptions.ts';
import { ApexThrow } from './apex-throw.ts';
import type { Transaction } from './transaction.ts';
import { idType } from './types.ts';
import type { ApexType } from './types.ts';
import type { ApexSObject, Value } from './values.ts';
import { noteWritten } from './write-rights.ts';

export type Timing = 'before' | 'after';

/** Runs triggers for a chunk of records: their errors go to the records, and what before triggers change into the rows. */
export function runTriggers(
  t: Transaction,
  triggers: readonly RuntimeClass[],
  { chunk, timing }: { chunk: SaveChunk; timing: Timing },
): void {
  noteWritten(t, chunk.object);
  const { values, news, olds } = triggerValues(t, chunk, timing);
  for (const trigger of triggers) runTrigger(t, trigger, { chunk, timing, values });
  const isChangeable = timing === 'before' && news.length > 0;
  chunk.records.forEach((record, index) => {
    const shown = news[index] ?? olds[index];
    for (const { message, field } of shown?.errors ?? []) {
      record.errors.push({
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message,
        fields: field === null ? [] : [field],
      });
    }
    if (isChangeable && record.row !== undefined && shown !== undefined) writeBack(t, record.row, shown);
  });
}

/** The code of a trigger with the values of `Trigger`. */
export function callTrigger(t: Transaction, trigger: RuntimeClass, values: Record<string, Value>): void {
  t.inTrigger(values, () => (trigger.s.trigger as ((run: Transaction) => void) | undefined)?.(t));
}

function runTrigger(
  t: Transaction,
  trigger: RuntimeClass,
  { chunk, timing, values }: { chunk: SaveChunk; timing: Timing; values: Record<string, Value> },
): void {
  try {
    callTrigger(t, trigger, values);
  } catch (error) {
    const raised = t.raised(error);
    if (!(raised instanceof ApexThrow)) throw raised;
    // What no package can catch ends the whole transaction; a client's save has no other than this one.
    const isFinal =
      raised.value.of.name === 'System.LimitException' || raised.value.of.name === 'System.AssertException';
    if (isFinal && t.frames.length > 0) throw raised;
    throw new RecordRefusal([
      {
        statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: wordsOf(trigger, { chunk, timing, raised }),
        fields: [],
      },
    ]);
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function wordsOf(
  trigger: RuntimeClass,
  { chunk, timing, raised }: { chunk: SaveChunk; timing: Timing; raised: ApexThrow },
): string {
  const { stack } = stateOf(raised.value);
  const event = `${capital(timing)}${capital(chunk.operation)}`;
  return `${trigger.name}: execution of ${event}\n\ncaused by: ${textOfException(raised.value)}\n\n${stack}`;
}

/** `Trigger.new` and the others for a chunk of records. */
export function triggerValues(
  t: Transaction,
  chunk: SaveChunk,
  timing: Timing,
): { values: Record<string, Value>; news: ApexSObject[]; olds: ApexSObject[] } {
  const { schema } = t.program.world;
  const { object, operation } = chunk;
  const record: ApexType = { kind: 'sobject', name: object };
  const make = (rows: (Record<string, string | number | null> | undefined)[], isReadOnly: boolean): ApexSObject[] =>
    rows.flatMap((row) => {
      if (row === undefined) return [];
      const made = fromStorage(object, row, schema);
      made.isReadOnly = isReadOnly;
      return [made];
    });
  const news =
    operation === 'delete'
      ? []
      : make(
          chunk.records.map(({ row }) => row),
          timing === 'after',
        );
  const olds = make(
    chunk.records.map(({ prior }) => prior),
    true,
  );
  const byId = (records: ApexSObject[]): Value => {
    const map = t.map(idType, record);
    for (const one of records) if (one.get('Id') !== null) map.put(one.get('Id'), one);
    return map;
  };
  const hasNew = operation !== 'delete';
  const hasOld = operation === 'update' || operation === 'delete';
  const values: Record<string, Value> = {
    new: hasNew ? t.list(record, news) : null,
    old: hasOld ? t.list(record, olds) : null,
    newmap: hasNew && !(operation === 'insert' && timing === 'before') ? byId(news) : null,
    oldmap: hasOld ? byId(olds) : null,
    size: chunk.records.length,
    operationtype: t.enumValue('System.TriggerOperation', `${timing}_${operation}`),
    isexecuting: true,
    isbefore: timing === 'before',
    isafter: timing === 'after',
  };
  for (const one of ['insert', 'update', 'delete', 'undelete']) values[`is${one}`] = one === operation;
  return { values, news, olds };
}

/** What a before trigger changed on a record goes into the row that is saved. */
function writeBack(t: Transaction, row: Record<string, string | number | null>, record: ApexSObject): void {
  const object = t.program.world.schema.object(record.type);
  for (const [key, value] of record.fields) {
    const field = object?.fields.get(key);
    if (field === undefined || field.name === 'Id') continue;
    const stored = toStorage(value);
    if ((row[field.name] ?? null) !== stored) row[field.name] = stored;
  }
}
