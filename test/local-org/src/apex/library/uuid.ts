import { randomUUID } from 'node:crypto';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { ApexFault } from '../run.ts';
import { withoutNulls } from './arguments.ts';
import { hashOfText } from './string-characters.ts';

const textOf = (uuid: ApexObject): string => uuid.native as string;

/** Java reads groups that are too short as if they began with zeros. */
function parse(text: string): string {
  const groups = /^([0-9a-f]{1,8})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,4})-([0-9a-f]{1,12})$/i.exec(text);
  if (groups === null) {
    throw new ApexFault('System.IllegalArgumentException', `Invalid UUID string: ${text}`);
  }
  const lengths = [8, 4, 4, 4, 12];
  return groups
    .slice(1)
    .map((one, place) => one.toLowerCase().padStart(lengths[place] ?? 0, '0'))
    .join('-');
}

export const uuidClass: LibraryClass = defineClass('System.UUID', {
  'static UUID randomUUID()': (run) => run.make('System.UUID', randomUUID()),
  ...withoutNulls({
    'static UUID fromString(String text)': (run, text: string) => run.make('System.UUID', parse(text)),
  }),
  'Boolean equals(Object other)': (_run, uuid: ApexObject, other: Value) =>
    other instanceof ApexObject && other.of.name === uuid.of.name && other.native === uuid.native,
  'Integer hashCode()': (_run, uuid: ApexObject) => hashOfText(textOf(uuid)),
  'String toString()': (_run, uuid: ApexObject) => textOf(uuid),
});
