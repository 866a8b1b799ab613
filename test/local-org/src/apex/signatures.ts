import {
  classType,
  listOf,
  mapOf,
  nullType,
  objectType,
  primitiveNames,
  sObjectType,
  setOf,
  voidType,
} from './types.ts';
import type { ApexType } from './types.ts';

export type Signature = {
  kind: 'method' | 'constructor' | 'property';
  isStatic: boolean;
  name: string;
  parameters: readonly ApexType[];
  returns: ApexType;
};

const namespaces = [
  'System',
  'Schema',
  'Database',
  'Messaging',
  'Auth',
  'ConnectApi',
  'Cache',
  'Invocable',
  'Approval',
  'EventBus',
  'ApexPages',
  'Metadata',
  'VisualEditor',
  'Flow',
];

/**
 * Reads the type that a signature of the library names. Classes without namespace are of `System`, or of `Schema` where
 * they are named as there (SObjectType, SObjectField, Describe…).
 */
export function readType(text: string, variables: readonly string[] = []): ApexType {
  const { name, args } = readParts(text.trim());
  const types = args.map((one) => readType(one, variables));
  const [first = objectType, second = objectType] = types;
  const known = primitiveNames.find((one) => one.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return { kind: 'primitive', name: known };
  if (variables.includes(name)) return { kind: 'variable', name };
  if (name === 'void') return voidType;
  if (name === 'null') return nullType;
  if (name === 'SObject') return sObjectType;
  if (name === 'List') return listOf(first);
  if (name === 'Set') return setOf(first);
  if (name === 'Map') return mapOf(first, second);
  return classType(fullName(name), types);
}

function fullName(name: string): string {
  if (namespaces.includes(name.split('.')[0] ?? '') && name.includes('.')) return name;
  return /^(?:SObjectType|SObjectField|Describe\w+|ChildRelationship|PicklistEntry|FieldSet\w*|RecordTypeInfo|DisplayType|SoapType)$/.test(
    name,
  )
    ? `Schema.${name}`
    : `System.${name}`;
}

function readParts(text: string): { name: string; args: string[] } {
  const open = text.indexOf('<');
  if (open === -1) return { name: text, args: [] };
  return { name: text.slice(0, open), args: splitTypes(text.slice(open + 1, text.lastIndexOf('>'))) };
}

/** Splits at the commas that are outside of angle brackets. */
export function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

/** Reads `static String join(Iterable<Object> parts, String separator)`; the names of parameters may be left out. */
export function readSignature(text: string, variables: readonly string[] = []): Signature {
  const match = /^(static )?(?:(.+?) )?(\w+)(?:\((.*)\))?$/.exec(text.trim());
  if (match === null) throw new Error(`No signature: ${text}`);
  const [, isStatic, returns, name = '', parameters] = match;
  const isConstructor = name === 'new' && returns === undefined;
  return {
    kind: parameters === undefined ? 'property' : isConstructor ? 'constructor' : 'method',
    isStatic: isStatic !== undefined,
    name,
    parameters: splitTypes(parameters ?? '').map((one) => readType(one.replace(/(?<=[\w>])\s+\w+$/, ''), variables)),
    returns: returns === undefined ? voidType : readType(returns, variables),
  };
}
