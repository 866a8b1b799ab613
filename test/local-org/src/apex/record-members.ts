import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { variableMissing } from './symbols.ts';
import type { Named } from './symbols.ts';
import { listOf, idType } from './types.ts';
import type { ApexType } from './types.ts';
import type { ObjectForCode } from './world.ts';

type RecordField = Named & { object: ObjectForCode | undefined };

export function readRecord(body: Body, receiver: Code, { name, place, object }: RecordField): Code {
  const key = name.toLowerCase();
  const get = (field: string, type: ApexType, isParent = false): Code => ({
    js: `R.${receiver.isParent === true ? 'getOfParent' : 'get'}(t,${receiver.js},${text(field)})`,
    type,
    isParent,
    field: { record: receiver.js, name: field },
  });
  const field = object?.fields.get(key);
  if (field !== undefined) return get(field.name, field.type);
  const parent = object?.parents.get(key);
  if (parent !== undefined) {
    const [only, ...others] = parent.objects;
    const isOne = only !== undefined && others.length === 0;
    return get(parent.name, { kind: 'sobject', name: isOne ? only : polymorphic(parent.name) }, true);
  }
  const children = object?.children.get(key);
  if (children !== undefined) {
    return {
      js: `R.children(t,${receiver.js},${text(children.name)})`,
      type: listOf({ kind: 'sobject', name: children.object }),
    };
  }
  if (key === 'id') return get('Id', idType);
  throw variableMissing(name, place);
}

/** Owners and the like have the fields of Name. */
const polymorphic = (relationship: string): string => (/^(?:Owner|Who|What)$/i.test(relationship) ? 'Name' : 'SObject');
