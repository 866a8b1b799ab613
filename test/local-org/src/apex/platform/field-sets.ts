import { children, childText } from '../../metadata/xml.ts';
import type { XmlElement } from '../../metadata/xml.ts';
import { token } from '../schema-tokens.ts';
import type { Transaction } from '../transaction.ts';
import { classType, stringType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { definePlatformClass, objectFault } from './define.ts';

type FieldSet = { object: string; name: string; body: XmlElement };
type Member = { object: string; path: string; isRequired: boolean };

const setOf = (me: ApexObject): FieldSet => me.native as FieldSet;
const memberOf = (me: ApexObject): Member => me.native as Member;

function setsOf(t: Transaction, object: string): FieldSet[] {
  return t.org
    .components('FieldSet')
    .filter(({ fullName }) => fullName.toLowerCase().startsWith(`${object.toLowerCase()}.`))
    .map(({ fullName, body }) => ({ object, name: fullName.slice(object.length + 1), body }));
}

/** A field set by its name: `SObjectType.Lead.fieldSets.Web_Form`. */
export function fieldSet(t: Transaction, object: string, name: string): Value {
  const found = setsOf(t, object).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw objectFault(`Field set ${name} does not exist on ${object}`);
  return t.make('Schema.FieldSet', found);
}

function fieldsOf(t: Transaction, me: ApexObject): Value {
  const { object, body } = setOf(me);
  const members = children(body, 'displayedFields').map((one) =>
    t.make('Schema.FieldSetMember', {
      object,
      path: childText(one, 'field') ?? '',
      isRequired: childText(one, 'isRequired') === 'true',
    } satisfies Member),
  );
  return t.list(classType('Schema.FieldSetMember'), members);
}

/** The field at the end of a path such as `Account.Name`. */
function fieldAt(t: Transaction, me: ApexObject): { object: string; field: string } {
  const { object, path } = memberOf(me);
  const names = path.split('.');
  let at = object;
  for (const name of names.slice(0, -1)) {
    at = t.program.world.schema.object(at)?.parents.get(name.toLowerCase())?.objects[0] ?? at;
  }
  return { object: at, field: t.fieldOfObject(at, names.at(-1) ?? '')?.name ?? path };
}

const describeAt = (t: Transaction, me: ApexObject) => {
  const { object, field } = fieldAt(t, me);
  return t.org.describeForCode(object)?.fields.find(({ name }) => name === field);
};

export const fieldSetClasses = [
  definePlatformClass('Schema.SObjectTypeFieldSets', {
    'Map<String,FieldSet> getMap()': (t, me: ApexObject) => {
      const map = t.map(stringType, classType('Schema.FieldSet'));
      for (const one of setsOf(t, (me.native as { object: string }).object)) {
        map.put(one.name.toLowerCase(), t.make('Schema.FieldSet', one));
      }
      return map;
    },
  }),
  definePlatformClass('Schema.FieldSet', {
    'String getName()': (_t, me: ApexObject) => setOf(me).name,
    'String getLabel()': (_t, me: ApexObject) => childText(setOf(me).body, 'label') ?? setOf(me).name,
    'String getDescription()': (_t, me: ApexObject) => childText(setOf(me).body, 'description') ?? null,
    'String getNameSpace()': () => null,
    'List<FieldSetMember> getFields()': fieldsOf,
    'SObjectType getSObjectType()': (t, me: ApexObject) => token(t, 'Schema.SObjectType', { object: setOf(me).object }),
  }),
  definePlatformClass('Schema.FieldSetMember', {
    'String getFieldPath()': (_t, me: ApexObject) => memberOf(me).path,
    'Boolean getRequired()': (_t, me: ApexObject) => memberOf(me).isRequired,
    'Boolean getDbRequired()': (t, me: ApexObject) => describeAt(t, me)?.nillable === false,
    'String getLabel()': (t, me: ApexObject) => describeAt(t, me)?.label ?? memberOf(me).path,
    'DisplayType getType()': (t, me: ApexObject) =>
      t.enumValue('Schema.DisplayType', (describeAt(t, me)?.type ?? 'string').toUpperCase()),
    'SObjectField getSObjectField()': (t, me: ApexObject) => token(t, 'Schema.SObjectField', fieldAt(t, me)),
  }),
];
