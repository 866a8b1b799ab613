import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { id18, toId } from '../record-id.ts';
import type { Value } from '../values.ts';
import { stringFault, withoutNulls } from './arguments.ts';

/** Ids. What an id says of its object needs the org: `getSObjectType` is the runtime's. */
export const idMembers = withoutNulls({
  'static Id valueOf(String text)': (_run, text: string) => toId(text),
  'static Id valueOf(String text, Boolean restoresCasing)': (_run, text: string, restoresCasing: boolean) => {
    if (restoresCasing && text.length !== 18) throw stringFault(`Invalid id: ${text}`);
    return toId(text);
  },
  'String to15()': (_run, id: string) => (id18(id) ?? id).slice(0, 15),
  'Boolean equals(Object other)': (_run, id: string, other: Value) =>
    typeof other === 'string' && (id18(id) ?? id) === (id18(other) ?? other),
});

export const idClass: LibraryClass = defineClass('System.Id', idMembers);
