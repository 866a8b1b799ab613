import type { RecordInput } from '../../org.ts';
import { describeObject, findField } from '../described.ts';
import type { JsonObject } from '../json-value.ts';
import type { ServerState } from '../server-state.ts';
import { typedValue } from '../typed-value.ts';
import { listOf, textOf } from './envelope.ts';

/** An `sObject` element: its type, and its fields as values of their own types. */
export function readRecord(
  { org }: ServerState,
  userId: string,
  element: JsonObject,
): { object: string; record: RecordInput } {
  const describe = describeObject(org, userId, textOf(element['type']) ?? '');
  const record: RecordInput = {};
  for (const [name, value] of Object.entries(element)) {
    if (name === 'type' || name === 'fieldsToNull' || name.startsWith('@')) continue;
    const field = findField(describe, name);
    const cell = textOf(value) ?? '';
    record[field?.name ?? name] = field === undefined ? cell : typedValue(field, cell);
  }
  for (const name of listOf(element['fieldsToNull'])) record[textOf(name) ?? ''] = null;
  return { object: describe.name, record };
}
