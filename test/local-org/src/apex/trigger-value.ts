import { text } from './body.ts';
import type { Body, Code } from './body.ts';
import { variableMissing } from './symbols.ts';
import type { Named } from './symbols.ts';
import { booleanType, classType, integerType, listOf, mapOf, idType, sObjectType } from './types.ts';
import type { ApexType } from './types.ts';

/** `Trigger.new` and the others; in a trigger they have its object. */
export function triggerValue(body: Body, { name, place }: Named): Code {
  const object = body.symbol.trigger?.object;
  const record: ApexType = object === undefined ? sObjectType : { kind: 'sobject', name: object };
  const key = name.toLowerCase();
  const types: Record<string, ApexType> = {
    new: listOf(record),
    old: listOf(record),
    newmap: mapOf(idType, record),
    oldmap: mapOf(idType, record),
    size: integerType,
    operationtype: classType('System.TriggerOperation'),
  };
  for (const flag of ['isexecuting', 'isbefore', 'isafter', 'isinsert', 'isupdate', 'isdelete', 'isundelete']) {
    types[flag] = booleanType;
  }
  const type = types[key];
  if (type === undefined) throw variableMissing(`Trigger.${name}`, place);
  return { js: `t.triggerValue(${text(key)})`, type };
}
