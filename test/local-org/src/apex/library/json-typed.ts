import type { Run } from '../run.ts';
import { nameOfType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexObject } from '../values.ts';
import type { ApexList, ApexMap, ApexSet, Value } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import { notAnObject, readRecord } from './json-records.ts';
import type { Strictness, TypedReader } from './json-records.ts';
import { scalarOf } from './json-scalars.ts';
import type { JsonNode } from './json-tree.ts';

/** The value of `JSON.deserialize` for a type. */
export function typedValue(run: Run, node: JsonNode, type: ApexType, strictness: Strictness): Value {
  const reader: TypedReader = {
    run,
    strictness,
    read: (one, of) => readTyped(reader, one, of),
  };
  return reader.read(node, type);
}

function readTyped(reader: TypedReader, node: JsonNode, type: ApexType): Value {
  if (node.kind === 'null') return null;
  switch (type.kind) {
    case 'primitive':
      return primitiveValue(node, type.name);
    case 'list':
    case 'set':
      return collectionValue(reader, node, type);
    case 'map':
      return mapValue(reader, node, type);
    case 'sobject':
      return readRecord(reader, node, type.name);
    case 'class':
      return classValue(reader, node, type);
    default:
      throw unsupported(type);
  }
}

const unsupported = (type: ApexType) => jsonFault(`Apex Type unsupported in JSON: ${nameOfType(type)}`);

function primitiveValue(node: Exclude<JsonNode, { kind: 'null' }>, name: string): Value {
  if (name === 'Object') throw jsonFault('Apex Type unsupported in JSON: Object');
  if (node.kind === 'object' || node.kind === 'array') throw jsonFault('Illegal value for primitive');
  return scalarOf(name, node.text, node.place);
}

function collectionValue(
  { run, read }: TypedReader,
  node: JsonNode,
  type: Extract<ApexType, { kind: 'list' | 'set' }>,
): ApexList | ApexSet {
  const items = itemsOf(node);
  if (items === undefined) throw jsonFault("Malformed JSON: Expected '[' at the beginning of List/Set");
  const values = items.map((item) => read(item, type.of));
  return type.kind === 'list' ? run.list(type.of, values) : run.set(type.of, values);
}

/** The elements of an array, or of the `records` of a query's result. */
function itemsOf(node: JsonNode): readonly JsonNode[] | undefined {
  if (node.kind === 'array') return node.items;
  const records = node.kind === 'object' ? node.fields.find(([name]) => name === 'records')?.[1] : undefined;
  return records?.kind === 'array' ? records.items : undefined;
}

function mapValue({ run, read }: TypedReader, node: JsonNode, type: Extract<ApexType, { kind: 'map' }>): ApexMap {
  if (node.kind !== 'object') throw notAnObject();
  const map = run.map(type.key, type.of);
  for (const [name, value] of node.fields)
    map.put(read({ kind: 'text', text: name, place: node.place }, type.key), read(value, type.of));
  return map;
}

function classValue(reader: TypedReader, node: JsonNode, type: Extract<ApexType, { kind: 'class' }>): Value {
  const { run, strictness, read } = reader;
  if (node.kind === 'text') {
    const value = run.enumValue(type.name, node.text);
    if (value !== null) return value;
  }
  if (node.kind !== 'object') throw notAnObject();
  const instance = run.instantiate(type);
  if (!(instance instanceof ApexObject) || instance.native !== undefined) throw unsupported(type);
  const fields = new Map(run.fieldsOf(type.name).map((one) => [one.name.toLowerCase(), one]));
  for (const [name, value] of node.fields) {
    const field = fields.get(name.toLowerCase());
    if (field !== undefined && !field.isTransient) instance.fields[field.slot] = read(value, field.type);
    else if (strictness === 'strict') throw jsonFault(`Unrecognized field "${name}" at ${value.place()}`);
  }
  return instance;
}
