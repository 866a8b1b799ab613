import type { Run } from '../run.ts';
import { sObjectType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexSObject } from '../values.ts';
import type { Value } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import type { JsonNode } from './json-tree.ts';

/** Whether fields that the type does not have are refused. */
export type Strictness = 'strict' | 'lenient';

export type TypedReader = { run: Run; strictness: Strictness; read(node: JsonNode, type: ApexType): Value };

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

export const notAnObject = () => jsonFault("Malformed JSON: Expected '{' at the beginning of object");

const fieldOf = (node: ObjectNode, name: string): JsonNode | undefined =>
  node.fields.find(([one]) => one === name)?.[1];

/** The object that `attributes` names. */
function typeInAttributes(node: ObjectNode): string | undefined {
  const attributes = fieldOf(node, 'attributes');
  const type = attributes?.kind === 'object' ? fieldOf(attributes, 'type') : undefined;
  return type?.kind === 'text' ? type.text : undefined;
}

/**
 * Reads a record as `JSON.serialize` and the REST API write it. `SObject` takes the type from `attributes`. Fields that
 * the object does not have are passed over, strictly too, as the reference of `deserializeStrict` says.
 */
export function readRecord(reader: TypedReader, node: JsonNode, typeName: string): ApexSObject {
  const { run } = reader;
  if (node.kind !== 'object') throw notAnObject();
  const name = typeName === 'SObject' ? typeInAttributes(node) : typeName;
  const type = name === undefined ? undefined : run.typeNamed(name);
  if (type?.kind !== 'sobject')
    throw jsonFault('Nested object for polymorphic foreign key must have an attributes field before any other fields.');
  const record = new ApexSObject(type.name);
  for (const [key, value] of node.fields) {
    if (key === 'attributes') continue;
    const field = run.fieldOfObject(record.type, key);
    if (field !== undefined) record.set(field.name, fieldValue(reader, value, field.type));
    else setRelated(reader, record, [key, value]);
  }
  return record;
}

/** A field's value; an empty text is no number and no date there. Children are a query's result. */
function fieldValue(reader: TypedReader, node: JsonNode, type: ApexType): Value {
  const isText = type.kind === 'primitive' && ['String', 'Id'].includes(type.name);
  if (node.kind === 'text' && node.text === '' && !isText) return null;
  return reader.read(node, type);
}

/** Sets parents and children, which are no fields of the object. */
function setRelated(reader: TypedReader, record: ApexSObject, [name, node]: [string, JsonNode]): void {
  if (node.kind !== 'object') return;
  const records = fieldOf(node, 'records');
  if (records?.kind === 'array') {
    const items = records.items.map((item) => readRecord(reader, item, 'SObject'));
    const first = items[0];
    record.set(name, reader.run.list(first === undefined ? sObjectType : { kind: 'sobject', name: first.type }, items));
  } else if (typeInAttributes(node) !== undefined) record.set(name, readRecord(reader, node, 'SObject'));
}
