import { mode, text, wait } from './body.ts';
import type { Body, Code } from './body.ts';
import type { LibraryMember } from './library.ts';
import { readRecord } from './record-members.ts';
import { CompileError, variableMissing } from './symbols.ts';
import type { ClassSymbol, FieldSymbol, Named, Place } from './symbols.ts';
import { triggerValue } from './trigger-value.ts';
import { classType, nameOfType, stringType } from './types.ts';
import type { ApexType } from './types.ts';
import { isVisible } from './visibility.ts';

/** What a name or a chain of names means: a value, a type, or the beginning of a longer name. */
export type Meaning = { value: Code } | { type: ApexType } | { namespace: string };

/**
 * A field or property of a class of the package, its superclasses included. One that is visible here goes before one
 * that is not.
 */
export function findField(body: Body, symbol: ClassSymbol, name: string): FieldSymbol | undefined {
  const found = [...body.world.lineage(symbol)].flatMap((one) => one.fields.get(name.toLowerCase()) ?? []);
  return found.find((field) => isFieldVisible(body, field)) ?? found[0];
}

function isFieldVisible(body: Body, field: FieldSymbol, access = field.access): boolean {
  const owner = body.world.classNamed(field.owner);
  return owner === undefined || isVisible({ ...field, access }, owner, { from: body.symbol, world: body.world });
}

/** A field that its name alone means: private ones of a superclass in another file are none. */
export function fieldHere(body: Body, symbol: ClassSymbol, name: string): FieldSymbol | undefined {
  const field = findField(body, symbol, name);
  return field !== undefined && isFieldVisible(body, field) ? field : undefined;
}

/** @throws CompileError where a field is not visible here */
export function requireVisible(body: Body, field: FieldSymbol, place: Place, access = field.access): void {
  if (isFieldVisible(body, field, access)) return;
  throw new CompileError(`Variable is not visible: ${field.owner}.${field.name}`, place);
}

/** The code that reads a field; `receiver` is the code of the instance, whose value is never null. */
export function readField(body: Body, field: FieldSymbol, receiver: string): Code {
  const { type, isStatic, getter } = field;
  const name = field.slot;
  const isOwn = body.property === field;
  if (typeof getter === 'object' && !isOwn) {
    const key = text(`get ${name}`);
    return isStatic
      ? { js: `(${wait}t.k(${text(field.owner)}).${mode}[${key}](t))`, type }
      : { js: `(${wait}R.v${mode}(t,${receiver},${key}))`, type };
  }
  return { js: `${isStatic ? `t.st(${text(field.owner)})` : `${receiver}.fields`}[${text(name)}]`, type };
}

/** The meaning of a name alone: a variable, a field, or a type. */
export function meaningOfName(body: Body, name: string, place: Place): Meaning {
  const local = body.local(name);
  if (local !== undefined) return { value: { js: local.js, type: local.type } };
  const field = fieldHere(body, body.symbol, name);
  if (field !== undefined && (field.isStatic || !body.isStatic)) return { value: readField(body, field, 'self') };
  for (let outer = body.symbol.outer; outer !== undefined; outer = outer.outer) {
    const ofOuter = fieldHere(body, outer, name);
    if (ofOuter?.isStatic === true) return { value: readField(body, ofOuter, 'self') };
  }
  const type = body.world.findType(name, body.symbol);
  if (type !== undefined) return { type };
  if (/^(?:trigger|label|sobjecttype|schema|system)$/i.test(name) || body.world.isNamespace(name)) {
    return { namespace: name };
  }
  throw variableMissing(name, place);
}

/** The meaning of `receiver.name`, where the receiver is a type or a namespace. */
export function meaningOfMember(
  body: Body,
  receiver: Exclude<Meaning, { value: Code }>,
  name: string,
  place: Place,
): Meaning {
  if ('namespace' in receiver) return ofNamespace(body, receiver.namespace, { name, place });
  const { type } = receiver;
  if (type.kind === 'sobject') return ofObject(body, type.name, { name, place });
  if (type.kind === 'class') {
    const symbol = body.world.classNamed(type.name);
    return symbol === undefined ? ofLibrary(body, type.name, { name, place }) : ofClass(body, symbol, { name, place });
  }
  return ofLibrary(body, `System.${nameOfType(type)}`, { name, place });
}

function ofNamespace(body: Body, namespace: string, { name, place }: Named): Meaning {
  const key = namespace.toLowerCase();
  if (key === 'trigger') return { value: triggerValue(body, { name, place }) };
  if (key === 'label' || key === 'system.label') return { value: { js: `R.label(t,${text(name)})`, type: stringType } };
  if (key === 'system' && name.toLowerCase() === 'label') return { namespace: 'System.Label' };
  if (key === 'system' && name.toLowerCase() === 'trigger') return { namespace: 'Trigger' };
  if (/^(?:schema\.)?sobjecttype$/.test(key)) return describeOf(body, { name, place });
  if (/\.sobjecttype\.\w+\.fields$|^sobjecttype\.\w+\.fields$/.test(key)) {
    const object = key.replace(/^(?:schema\.)?sobjecttype\.(\w+)\.fields$/, '$1');
    return {
      value: { js: `R.describeField(t,${text(object)},${text(name)})`, type: classType('Schema.DescribeFieldResult') },
    };
  }
  if (key === 'schema' && name.toLowerCase() === 'sobjecttype') return { namespace: 'Schema.SObjectType' };
  const type = body.world.findType(`${namespace}.${name}`, body.symbol);
  if (type !== undefined) return { type };
  const inSystem = /^(?:system|schema)$/i.test(namespace) ? body.world.findType(name) : undefined;
  if (inSystem !== undefined) return { type: inSystem };
  if (body.world.isNamespace(`${namespace}.${name}`)) return { namespace: `${namespace}.${name}` };
  throw variableMissing(namespace, place);
}

/** `Schema.SObjectType.Lead`: the describe of an object, or the beginning of one of its fields. */
function describeOf(body: Body, { name, place }: Named): Meaning {
  if (body.world.schema.object(name) === undefined) throw variableMissing(name, place);
  return {
    value: { js: `R.describe(t,${text(name)})`, type: classType('Schema.DescribeSObjectResult') },
  };
}

/** `Lead.SObjectType` and `Lead.Email`: tokens. */
function ofObject(body: Body, object: string, { name, place }: Named): Meaning {
  const key = name.toLowerCase();
  if (key === 'sobjecttype') {
    return { value: { js: `R.objectToken(t,${text(object)})`, type: classType('Schema.SObjectType') } };
  }
  if (key === 'fields') return { namespace: `SObjectType.${object}.fields` };
  const field = body.world.schema.object(object)?.fields.get(key);
  const parent = body.world.schema.object(object)?.parents.get(key);
  if (field !== undefined) {
    return {
      value: { js: `R.fieldToken(t,${text(object)},${text(field.name)})`, type: classType('Schema.SObjectField') },
    };
  }
  if (parent !== undefined) return { type: { kind: 'sobject', name: parent.objects[0] ?? 'SObject' } };
  throw variableMissing(name, place);
}

function ofClass(body: Body, symbol: ClassSymbol, { name, place }: Named): Meaning {
  const field = findField(body, symbol, name);
  if (field !== undefined) {
    requireVisible(body, field, place);
    if (field.isStatic) return { value: readField(body, field, 'self') };
    throw new CompileError(
      `Non static field cannot be referenced from a static context: ${field.name} from the type ${symbol.name}`,
      place,
    );
  }
  if (symbol.kind === 'enum') {
    const constant = symbol.enumValues.find((one) => one.toLowerCase() === name.toLowerCase());
    if (constant !== undefined) {
      return { value: { js: `R.enumValue(t,${text(symbol.name)},${text(constant)})`, type: classType(symbol.name) } };
    }
  }
  for (const one of body.world.lineage(symbol)) {
    const inner = one.inner.get(name.toLowerCase());
    if (inner !== undefined) return { type: classType(inner.name) };
  }
  throw variableMissing(name, place);
}

function ofLibrary(body: Body, className: string, { name, place }: Named): Meaning {
  if (className === 'System.Label') return { value: { js: `R.label(t,${text(name)})`, type: stringType } };
  if (className === 'Schema.SObjectType') return describeOf(body, { name, place });
  const library = body.world.libraryClass(className);
  const constant = library?.values.find((one) => one.toLowerCase() === name.toLowerCase());
  if (library !== undefined && constant !== undefined) {
    return { value: { js: `R.enumValue(t,${text(library.name)},${text(constant)})`, type: classType(library.name) } };
  }
  const property = staticProperty(body, className, name);
  if (property !== undefined) return { value: { js: `${body.memberCode(property.code)}(t)`, type: property.returns } };
  const bare = className.replace(/^system\./i, '');
  const inner = body.world.findType(`${className}.${name}`) ?? body.world.findType(`${bare}.${name}`);
  if (inner !== undefined) return { type: inner };
  throw variableMissing(name, place);
}

/** A static property of a library class. */
export const staticProperty = (body: Body, className: string, name: string): LibraryMember | undefined =>
  body.world
    .libraryClass(className)
    ?.members.find((one) => one.kind === 'property' && one.isStatic && one.name.toLowerCase() === name.toLowerCase());

/** The value of `receiver.name`, where the receiver is a value. */
export function readMember(body: Body, receiver: Code, name: string, place: Place): Code {
  const { type } = receiver;
  const ofQuery = receiver.isQuery === true && type.kind === 'list' ? type.of : undefined;
  if (ofQuery?.kind === 'sobject') return readMember(body, { js: `R.one(${receiver.js})`, type: ofQuery }, name, place);
  if (type.kind === 'sobject')
    return readRecord(body, receiver, { name, place, object: body.world.schema.object(type.name) });
  if (type.kind === 'class') {
    const symbol = body.world.classNamed(type.name);
    const field = symbol && findField(body, symbol, name);
    if (field !== undefined) {
      requireVisible(body, field, place);
      return readField(body, field, nonNull(receiver.js));
    }
    const property = libraryProperty(body, type, name);
    if (property !== undefined) {
      return { js: `R.nn(${receiver.js}).fields[${text(property.name.toLowerCase())}]`, type: property.type };
    }
    if (/DescribeSObjectResult$/.test(type.name) && name.toLowerCase() === 'fields') {
      return { js: receiver.js, type: classType('Schema.SObjectTypeFields') };
    }
    if (/DescribeSObjectResult$/.test(type.name) && name.toLowerCase() === 'fieldsets') {
      return { js: receiver.js, type: classType('Schema.SObjectTypeFieldSets') };
    }
    if (type.name === 'Schema.SObjectTypeFieldSets') {
      return { js: `R.fieldSet(t,${receiver.js},${text(name)})`, type: classType('Schema.FieldSet') };
    }
    if (type.name === 'Schema.SObjectTypeFields') {
      return { js: `R.fieldOfDescribe(t,${receiver.js},${text(name)})`, type: classType('Schema.DescribeFieldResult') };
    }
  }
  throw variableMissing(name, place);
}

/** A property of a library class, or of one that a class of the package extends. */
export function libraryProperty(
  body: Body,
  type: ApexType,
  name: string,
): { name: string; type: ApexType } | undefined {
  for (let types: readonly ApexType[] = [type]; types.length > 0;) {
    for (const one of types) {
      const found = body.world
        .libraryOf(one)
        ?.library.members.find(
          (member) => member.kind === 'property' && member.name.toLowerCase() === name.toLowerCase(),
        );
      if (found !== undefined) return { name: found.name, type: found.returns };
    }
    types = types.flatMap((one) => [...body.world.directSupertypes(one)]);
  }
  return undefined;
}

export const nonNull = (js: string): string => (js === 'self' ? js : `R.nn(${js})`);
