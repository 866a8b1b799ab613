import type { DescribeField, PicklistEntry } from '../../schema/describe.ts';
import { readValue } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { classType, objectType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import { definePlatformClass, objectFault } from './define.ts';
import type { PlatformCode } from './define.ts';
import { fieldToken, wholeOf } from './describe-object.ts';
import { objectTokenOf } from './sobject-class.ts';
import type { FieldToken } from './record-fields.ts';

const of = (me: ApexObject): FieldToken => me.native as FieldToken;

function whole(t: Transaction, me: ApexObject): DescribeField {
  const { object, field } = of(me);
  const found = wholeOf(t, object).fields.find(({ name }) => name === field);
  if (found === undefined) throw objectFault(`Invalid field ${field} for SObject ${object}`);
  return found;
}

/** The field as the running user may use it; undefined where the user may not see it. */
const allowed = (t: Transaction, me: ApexObject): DescribeField | undefined =>
  t.org.describe(t.user.id, of(me).object)?.fields.find(({ name }) => name === of(me).field);

const right =
  (read: (field: DescribeField) => boolean): PlatformCode =>
  (t, me: ApexObject) => {
    const field = allowed(t, me);
    return field !== undefined && read(field);
  };

const fact =
  (read: (field: DescribeField) => string | number | boolean | null): PlatformCode =>
  (t, me: ApexObject) =>
    read(whole(t, me));

const displayTypes = [
  ...['ADDRESS', 'ANYTYPE', 'BASE64', 'BOOLEAN', 'COMBOBOX', 'COMPLEXVALUE', 'CURRENCY', 'DATACATEGORYGROUPREFERENCE'],
  ...['DATE', 'DATETIME', 'DOUBLE', 'EMAIL', 'ENCRYPTEDSTRING', 'ID', 'INTEGER', 'JSON', 'LOCATION', 'LONG'],
  ...['MULTIPICKLIST', 'PERCENT', 'PHONE', 'PICKLIST', 'REFERENCE', 'STRING', 'TEXTAREA', 'TIME', 'URL'],
];

const soapTypes = [
  'ADDRESS',
  'ANYTYPE',
  'BASE64BINARY',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'DOUBLE',
  'ID',
  'INTEGER',
  'LOCATION',
  'LONG',
  'STRING',
  'TIME',
];

const displayNames: Record<string, string> = { int: 'INTEGER' };

function soapName({ soapType }: DescribeField): string {
  const name = soapType.replace(/^\w+:/, '').toUpperCase();
  return { INT: 'INTEGER' }[name] ?? name;
}

const entry = (me: ApexObject): PicklistEntry => me.native as PicklistEntry;

const describeToken: PlatformCode = (t, me: ApexObject) => t.make('Schema.DescribeFieldResult', of(me));

export const describeFieldClasses = [
  definePlatformClass('Schema.SObjectField', {
    'DescribeFieldResult getDescribe()': describeToken,
    'DescribeFieldResult getDescribe(Schema.FieldDescribeOptions options)': describeToken,
    'String toString()': (_t, me: ApexObject) => of(me).field,
  }),
  definePlatformClass('Schema.DescribeFieldResult', {
    'String getName()': fact(({ name }) => name),
    'String getLocalName()': fact(({ name }) => name),
    'String getLabel()': fact(({ label }) => label),
    'String getInlineHelpText()': fact((field) => field.inlineHelpText),
    'String getCalculatedFormula()': fact((field) => field.calculatedFormula),
    'String getCompoundFieldName()': fact((field) => field.compoundFieldName),
    'String getDefaultValueFormula()': fact((field) => field.defaultValueFormula),
    'String getReferenceTargetField()': fact((field) => field.referenceTargetField),
    'String getRelationshipName()': fact((field) => field.relationshipName),
    'Integer getRelationshipOrder()': fact((field) => field.relationshipOrder),
    'Integer getLength()': fact(({ length }) => length),
    'Integer getByteLength()': fact(({ byteLength }) => byteLength),
    'Integer getDigits()': fact(({ digits }) => digits),
    'Integer getPrecision()': fact(({ precision }) => precision),
    'Integer getScale()': fact(({ scale }) => scale),
    'Object getDefaultValue()': (t, me: ApexObject) => {
      const { defaultValue } = whole(t, me);
      return defaultValue === null ? null : readValue(defaultValue, objectType);
    },
    'DisplayType getType()': (t, me: ApexObject) => {
      const { type } = whole(t, me);
      return t.enumValue('Schema.DisplayType', displayNames[type] ?? type.toUpperCase());
    },
    'SoapType getSoapType()': (t, me: ApexObject) => t.enumValue('Schema.SoapType', soapName(whole(t, me))),
    'SObjectField getSObjectField()': (t, me: ApexObject) => fieldToken(t, of(me).object, of(me).field),
    'SObjectType getSObjectType()': (t, me: ApexObject) => objectTokenOf(t, of(me).object),
    'SObjectField getController()': (t, me: ApexObject) => {
      const { controllerName } = whole(t, me);
      return controllerName === null ? null : fieldToken(t, of(me).object, controllerName);
    },
    'List<SObjectType> getReferenceTo()': (t, me: ApexObject) =>
      t.list(
        classType('Schema.SObjectType'),
        whole(t, me).referenceTo.map((object) => objectTokenOf(t, object)),
      ),
    'List<PicklistEntry> getPicklistValues()': (t, me: ApexObject) =>
      t.list(
        classType('Schema.PicklistEntry'),
        whole(t, me).picklistValues.map((value) => t.make('Schema.PicklistEntry', value)),
      ),
    'Boolean isAccessible()': right(() => true),
    'Boolean isCreateable()': right(({ createable }) => createable),
    'Boolean isUpdateable()': right(({ updateable }) => updateable),
    'Boolean isAggregatable()': fact(({ aggregatable }) => aggregatable),
    'Boolean isAutoNumber()': fact(({ autoNumber }) => autoNumber),
    'Boolean isCalculated()': fact(({ calculated }) => calculated),
    'Boolean isCascadeDelete()': fact(({ cascadeDelete }) => cascadeDelete),
    'Boolean isCaseSensitive()': fact(({ caseSensitive }) => caseSensitive),
    'Boolean isCustom()': fact(({ custom }) => custom),
    'Boolean isDefaultedOnCreate()': fact(({ defaultedOnCreate }) => defaultedOnCreate),
    'Boolean isDependentPicklist()': fact(({ dependentPicklist }) => dependentPicklist),
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isEncrypted()': fact(({ encrypted }) => encrypted),
    'Boolean isExternalId()': fact(({ externalId }) => externalId),
    'Boolean isFilterable()': fact(({ filterable }) => filterable),
    'Boolean isFormulaTreatNullNumberAsZero()': fact((field) => field.formulaTreatNullNumberAsZero),
    'Boolean isGroupable()': fact(({ groupable }) => groupable),
    'Boolean isHtmlFormatted()': fact(({ htmlFormatted }) => htmlFormatted),
    'Boolean isIdLookup()': fact(({ idLookup }) => idLookup),
    'Boolean isNameField()': fact(({ nameField }) => nameField),
    'Boolean isNamePointing()': fact(({ namePointing }) => namePointing),
    'Boolean isNillable()': fact(({ nillable }) => nillable),
    'Boolean isPermissionable()': fact(({ permissionable }) => permissionable),
    'Boolean isRestrictedDelete()': fact(({ restrictedDelete }) => restrictedDelete),
    'Boolean isRestrictedPicklist()': fact(({ restrictedPicklist }) => restrictedPicklist),
    'Boolean isSearchPrefilterable()': fact(({ searchPrefilterable }) => searchPrefilterable),
    'Boolean isSortable()': fact(({ sortable }) => sortable),
    'Boolean isUnique()': fact(({ unique }) => unique),
    'Boolean isWriteRequiresMasterRead()': fact((field) => field.writeRequiresMasterRead),
    'String toString()': (t, me: ApexObject) => `Schema.DescribeFieldResult[getName=${whole(t, me).name};]`,
  }),
  definePlatformClass('Schema.PicklistEntry', {
    'String getLabel()': (_t, me: ApexObject) => entry(me).label,
    'String getValue()': (_t, me: ApexObject) => entry(me).value,
    'Boolean isActive()': (_t, me: ApexObject) => entry(me).active,
    'Boolean isDefaultValue()': (_t, me: ApexObject) => entry(me).defaultValue,
  }),
  definePlatformClass('Schema.FieldDescribeOptions', {}, { kind: 'enum', values: ['DEFAULT', 'FULL'] }),
  definePlatformClass('Schema.DisplayType', {}, { kind: 'enum', values: displayTypes }),
  definePlatformClass('Schema.SoapType', {}, { kind: 'enum', values: soapTypes }),
];
