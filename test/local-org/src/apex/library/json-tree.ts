import { ApexDecimal } from '../decimal.ts';
import type { Run } from '../run.ts';
import { objectType, stringType } from '../types.ts';
import type { Value } from '../values.ts';
import { jsonFault } from './json-tokens.ts';
import { JsonReader } from './json-reader.ts';

/** A value of JSON with the place where it ended, for errors: `[line:1, column:2]`. */
export type JsonNode =
  | { kind: 'object'; fields: [name: string, value: JsonNode][]; place: () => string }
  | { kind: 'array'; items: JsonNode[]; place: () => string }
  | { kind: 'text' | 'integer' | 'decimal'; text: string; place: () => string }
  | { kind: 'boolean'; value: boolean; text: string; place: () => string }
  | { kind: 'null'; place: () => string };

const scalarKinds = { VALUE_STRING: 'text', VALUE_NUMBER_INT: 'integer', VALUE_NUMBER_FLOAT: 'decimal' } as const;

/** Reads the whole value whose first token is the reader's current one. */
export function readNode(reader: JsonReader): JsonNode {
  const { token, place, text } = reader;
  switch (token) {
    case 'START_OBJECT': {
      const fields: [string, JsonNode][] = [];
      while (reader.next() !== 'END_OBJECT') {
        const name = reader.text;
        reader.next();
        fields.push([name, readNode(reader)]);
      }
      return { kind: 'object', fields, place: reader.place };
    }
    case 'START_ARRAY': {
      const items: JsonNode[] = [];
      while (reader.next() !== 'END_ARRAY') items.push(readNode(reader));
      return { kind: 'array', items, place: reader.place };
    }
    case 'VALUE_STRING':
    case 'VALUE_NUMBER_INT':
    case 'VALUE_NUMBER_FLOAT':
      return { kind: scalarKinds[token], text, place };
    case 'VALUE_TRUE':
    case 'VALUE_FALSE':
      return { kind: 'boolean', value: token === 'VALUE_TRUE', text, place };
    case 'VALUE_NULL':
      return { kind: 'null', place };
    default:
      throw jsonFault(`No value at ${place()}`);
  }
}

/** Reads the one value of a text. What follows it is not looked at, as on the platform. */
export function readText(text: string): JsonNode {
  const reader = new JsonReader(text);
  if (reader.next() === null) throw jsonFault('No content to map to Object due to end of input');
  return readNode(reader);
}

const INTEGER = { least: -2_147_483_648n, greatest: 2_147_483_647n };
const LONG = { least: -(2n ** 63n), greatest: 2n ** 63n - 1n };

/** Whether a whole number fits into an Integer or a Long. */
export const isInteger = (value: bigint): boolean => value >= INTEGER.least && value <= INTEGER.greatest;
export const isLong = (value: bigint): boolean => value >= LONG.least && value <= LONG.greatest;

/** The value of `JSON.deserializeUntyped`: maps, lists, texts, and numbers of the smallest type that takes them. */
export function untypedValue(run: Run, node: JsonNode): Value {
  switch (node.kind) {
    case 'object': {
      const map = run.map(stringType, objectType);
      for (const [name, value] of node.fields) map.put(name, untypedValue(run, value));
      return map;
    }
    case 'array':
      return run.list(
        objectType,
        node.items.map((item) => untypedValue(run, item)),
      );
    case 'text':
      return node.text;
    case 'decimal':
      return ApexDecimal.parse(node.text) ?? null;
    case 'integer': {
      const whole = BigInt(node.text);
      if (isInteger(whole)) return Number(whole);
      return isLong(whole) ? whole : new ApexDecimal(whole);
    }
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}
