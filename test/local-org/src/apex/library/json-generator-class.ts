import { defineClass } from '../library.ts';
import type { Implementation, LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import type { Run } from '../run.ts';
import type { ApexObject, Value } from '../values.ts';
import { writeJson } from './json-serialize.ts';
import type { JsonWriter } from './json-writer.ts';

const writerOf = (generator: ApexObject): JsonWriter => generator.native as JsonWriter;

/** A name is required, and a value too: `writeNull` writes null. */
function required<T>(value: T | null): T {
  if (value === null) throw new ApexFault('System.NullPointerException', 'Argument cannot be null.');
  return value;
}

/** The types with methods `writeX(value)` and `writeXField(name, value)`. */
const kinds = {
  Blob: ['Blob'],
  Boolean: ['Boolean'],
  Date: ['Date'],
  DateTime: ['Datetime'],
  Id: ['Id'],
  Number: ['Decimal', 'Double', 'Integer', 'Long'],
  String: ['String'],
  Time: ['Time'],
};

const valueMembers = Object.entries(kinds).flatMap(([kind, types]) =>
  types.flatMap((type): [string, Implementation][] => [
    [
      `void write${kind}(${type} value)`,
      (run: Run, me: ApexObject, value: Value) => {
        writeJson(run, writerOf(me), required(value));
        return undefined;
      },
    ],
    [
      `void write${kind}Field(String fieldName, ${type} value)`,
      (run: Run, me: ApexObject, name: string | null, value: Value) => {
        const given = required(value);
        writerOf(me).name(required(name));
        writeJson(run, writerOf(me), given);
        return undefined;
      },
    ],
  ]),
);

const action =
  (act: (writer: JsonWriter) => void): Implementation =>
  (_run: Run, me: ApexObject) => {
    act(writerOf(me));
    return undefined;
  };

export const jsonGeneratorClass: LibraryClass = defineClass('System.JSONGenerator', {
  ...Object.fromEntries(valueMembers),
  'void close()': action((writer) => {
    writer.close();
  }),
  'String getAsString()': (_run: Run, me: ApexObject) => {
    writerOf(me).close();
    return writerOf(me).text;
  },
  'Boolean isClosed()': (_run: Run, me: ApexObject) => writerOf(me).isClosed,
  'void writeEndArray()': action((writer) => {
    writer.endArray();
  }),
  'void writeEndObject()': action((writer) => {
    writer.endObject();
  }),
  'void writeFieldName(String fieldName)': (_run: Run, me: ApexObject, name: string | null) => {
    writerOf(me).name(required(name));
    return undefined;
  },
  'void writeNull()': action((writer) => {
    writer.value('null', 'write null value');
  }),
  'void writeNullField(String fieldName)': (_run: Run, me: ApexObject, name: string | null) => {
    writerOf(me).name(required(name));
    writerOf(me).value('null');
    return undefined;
  },
  'void writeObject(Object value)': (run: Run, me: ApexObject, value: Value) => {
    writeJson(run, writerOf(me), value);
    return undefined;
  },
  'void writeObjectField(String fieldName, Object value)': (
    run: Run,
    me: ApexObject,
    name: string | null,
    value: Value,
  ) => {
    writerOf(me).name(required(name));
    writeJson(run, writerOf(me), value);
    return undefined;
  },
  'void writeStartArray()': action((writer) => {
    writer.startArray();
  }),
  'void writeStartObject()': action((writer) => {
    writer.startObject();
  }),
});
