import { ApexDecimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnumValue,
  ApexList,
  ApexMap,
  ApexSObject,
  ApexSet,
  ApexTime,
  msPerDay,
} from '../values.ts';
import type { Value, ApexObject } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import type { JsonWriter } from './json-writer.ts';

export type SerializeOptions = {
  /** Whether fields of instances of classes that are null are left out. */
  nulls?: 'written' | 'left out';
};

const DEFAULT_VERSION = '67.0';

/** The API version in the addresses of records: `run.state` has it under `apiVersion`. */
const apiVersion = (run: Run): string => {
  const version = run.state.get('apiVersion');
  return typeof version === 'string' ? version : DEFAULT_VERSION;
};

const iso = (ms: number): string => new Date(ms).toISOString();
export const textOfDate = (date: ApexDate): string => iso(date.days * msPerDay).slice(0, 10);
export const textOfDatetime = (datetime: ApexDatetime): string => iso(datetime.ms);
export const textOfTime = (time: ApexTime): string => iso(time.ms).slice(11);
export const base64Of = (blob: ApexBlob): string => Buffer.from(blob.bytes).toString('base64');

type Place = { run: Run; writer: JsonWriter; options: SerializeOptions; open: Set<object> };

/** Writes any value as `JSON.serialize` does. */
export function writeJson(run: Run, writer: JsonWriter, value: Value, options: SerializeOptions = {}): void {
  writeValue({ run, writer, options, open: new Set() }, value);
}

function writeValue(place: Place, value: Value): void {
  const { run, writer } = place;
  if (value === null) writer.value('null', 'write null value');
  else if (typeof value === 'string') writer.string(value);
  else if (typeof value === 'boolean') writer.value(String(value), 'write boolean value');
  else if (typeof value === 'number' || typeof value === 'bigint') writer.value(String(value), 'write number');
  else if (value instanceof ApexDecimal) writer.value(value.toString(), 'write number');
  else if (value instanceof ApexDouble) writer.value(run.textOf(value), 'write number');
  else if (value instanceof ApexDate) writer.string(textOfDate(value));
  else if (value instanceof ApexDatetime) writer.string(textOfDatetime(value));
  else if (value instanceof ApexTime) writer.string(textOfTime(value));
  else if (value instanceof ApexBlob) writer.string(base64Of(value));
  else if (value instanceof ApexEnumValue) writer.string(value.name);
  else writeOnce(place, value);
}

type Composite = ApexList | ApexSet | ApexMap | ApexObject | ApexSObject;

/** Refuses what contains itself. */
function writeOnce(place: Place, value: Composite): void {
  if (place.open.has(value)) throw jsonFault('Direct self-reference leading to cycle');
  place.open.add(value);
  if (value instanceof ApexList) writeArray(place, value.items);
  else if (value instanceof ApexSet) writeArray(place, value.entries.values());
  else if (value instanceof ApexMap) writeMap(place, value);
  else if (value instanceof ApexSObject) writeRecord(place, value);
  else writeInstance(place, value);
  place.open.delete(value);
}

function writeArray(place: Place, items: Iterable<Value>): void {
  place.writer.startArray();
  for (const item of items) writeValue(place, item);
  place.writer.endArray();
}

function writeMap(place: Place, map: ApexMap): void {
  place.writer.startObject();
  for (const [key, value] of map.entries.values()) {
    place.writer.name(textOfKey(place.run, key));
    writeValue(place, value);
  }
  place.writer.endObject();
}

function textOfKey(run: Run, key: Value): string {
  if (key instanceof ApexDate) return textOfDate(key);
  if (key instanceof ApexDatetime) return textOfDatetime(key);
  if (key instanceof ApexTime) return textOfTime(key);
  return key === null ? 'null' : run.textOf(key);
}

function writeInstance(place: Place, instance: ApexObject): void {
  const { run, writer, options } = place;
  if (instance.native !== undefined) throw jsonFault(`Apex Type unsupported in JSON: ${instance.of.name}`);
  writer.startObject();
  for (const { name, slot, isTransient } of run.fieldsOf(instance.of.name)) {
    const value = instance.fields[slot] ?? null;
    if (isTransient || (value === null && options.nulls === 'left out')) continue;
    writer.name(name);
    writeValue(place, value);
  }
  writer.endObject();
}

/** Fields that a query found empty are left out; fields that were set to null are written. */
function writeRecord(place: Place, record: ApexSObject): void {
  const { run, writer } = place;
  writer.startObject();
  writer.name('attributes');
  writer.startObject();
  writer.name('type');
  writer.string(record.type);
  const id = record.get('Id');
  if (typeof id === 'string') {
    writer.name('url');
    writer.string(`/services/data/v${apiVersion(run)}/sobjects/${record.type}/${id}`);
  }
  writer.endObject();
  for (const [key, value] of record.fields) {
    if (value === null && record.isQueried) continue;
    writer.name(record.names.get(key) ?? key);
    writeField(place, value);
  }
  writer.endObject();
}

/** As the REST API writes fields of records: datetimes with `+0000`, children as a query's result. */
function writeField(place: Place, value: Value): void {
  const { writer } = place;
  if (value instanceof ApexDatetime) writer.string(textOfDatetime(value).replace('Z', '+0000'));
  else if (value instanceof ApexList) {
    writer.startObject();
    writer.name('totalSize');
    writer.value(String(value.items.length));
    writer.name('done');
    writer.value('true');
    writer.name('records');
    writeOnce(place, value);
    writer.endObject();
  } else writeValue(place, value);
}
