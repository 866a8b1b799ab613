import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';
import { JsonReader } from './json-reader.ts';
import { jsonTokenNames } from './json-tokens.ts';
import { writeJson } from './json-serialize.ts';
import { readText, untypedValue } from './json-tree.ts';
import { typedValue } from './json-typed.ts';
import type { Strictness } from './json-records.ts';
import { JsonWriter } from './json-writer.ts';
import { typeOfValue } from './type-class.ts';

const nodeOf = (text: string | null) => {
  if (text === null) throw new ApexFault('System.NullPointerException', 'Argument cannot be null.');
  return readText(text);
};

const deserialize = (run: Run, text: string | null, type: ApexObject | null, strictness: Strictness): Value =>
  typedValue(run, nodeOf(text), typeOfValue(type), strictness);

function serialize(run: Run, value: Value, style: 'pretty' | 'compact', suppressesNulls: boolean | null): string {
  const writer = new JsonWriter(style);
  writeJson(run, writer, value, { nulls: suppressesNulls === true ? 'left out' : 'written' });
  return writer.text;
}

export const jsonClasses: readonly LibraryClass[] = [
  defineClass('System.JSON', {
    'static String serialize(Object value)': (run: Run, value: Value) => serialize(run, value, 'compact', false),
    'static String serialize(Object value, Boolean suppressApexObjectNulls)': (
      run: Run,
      value: Value,
      suppressesNulls: boolean | null,
    ) => serialize(run, value, 'compact', suppressesNulls),
    'static String serializePretty(Object value)': (run: Run, value: Value) => serialize(run, value, 'pretty', false),
    'static String serializePretty(Object value, Boolean suppressApexObjectNulls)': (
      run: Run,
      value: Value,
      suppressesNulls: boolean | null,
    ) => serialize(run, value, 'pretty', suppressesNulls),
    'static Object deserialize(String json, Type apexType)': (run: Run, text: string | null, type: ApexObject | null) =>
      deserialize(run, text, type, 'lenient'),
    'static Object deserializeStrict(String json, Type apexType)': (
      run: Run,
      text: string | null,
      type: ApexObject | null,
    ) => deserialize(run, text, type, 'strict'),
    'static Object deserializeUntyped(String json)': (run: Run, text: string | null) => untypedValue(run, nodeOf(text)),
    'static JSONParser createParser(String json)': (run: Run, text: string | null) => {
      if (text === null) throw new ApexFault('System.NullPointerException', 'Argument cannot be null.');
      return run.make('System.JSONParser', { reader: new JsonReader(text), lastCleared: null });
    },
    'static JSONGenerator createGenerator(Boolean prettyPrint)': (run: Run, isPretty: boolean | null) =>
      run.make('System.JSONGenerator', new JsonWriter(isPretty === true ? 'pretty' : 'compact')),
  }),
  defineClass('System.JSONToken', {}, { kind: 'enum', values: jsonTokenNames }),
];
