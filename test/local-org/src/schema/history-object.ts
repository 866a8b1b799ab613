import { defineField } from './define-field.ts';
import type { DescribeField } from './describe.ts';
import { createdFields, idField, isDeletedField, picklist, reference } from './field-kinds.ts';
import { defineObject, readOnly } from './object-definition.ts';
import type { ObjectDefinition } from './object-definition.ts';

// History objects share a key prefix, so their ids differ in the letters after it.
const historyPrefix = '017';

/** The object that keeps the changes of another object's tracked fields. */
export function defineHistoryObject(
  tracked: { name: string; label: string; fieldNames: string[]; custom: boolean },
  { name, parentField, idInstance }: { name: string; parentField: string; idInstance: string },
): ObjectDefinition {
  const hidden = { access: 'none', required: true } as const;
  const fieldValues = [...tracked.fieldNames.map(historyFieldName), 'created'];
  if (tracked.name === 'Lead') fieldValues.push('leadConverted', 'leadMerged');
  const value = (valueName: string, label: string): DescribeField =>
    defineField({ name: valueName, label, type: 'anyType' }, { access: 'none', filterable: false, sortable: false });
  return defineObject({
    name,
    label: `${tracked.label} History`,
    labelPlural: `${tracked.label} History`,
    keyPrefix: historyPrefix,
    custom: tracked.custom,
    idInstance,
    access: { kind: 'parent', object: tracked.name },
    visibleThrough: [parentField],
    operations: readOnly,
    childNames: { [parentField]: 'Histories' },
    fields: [
      idField(`${tracked.label} History ID`),
      isDeletedField(),
      reference(parentField, `${tracked.label} ID`, [tracked.name], {
        ...hidden,
        cascadeDelete: true,
        relationship: parentField === 'ParentId' ? 'Parent' : parentField.replace(/Id$/, ''),
      }),
      ...createdFields().reverse(),
      picklist('Field', 'Changed Field', fieldValues, hidden),
      picklist('DataType', 'Datatype', historyDataTypes, { access: 'none', length: 40, restrictedPicklist: true }),
      value('OldValue', 'Old Value'),
      value('NewValue', 'New Value'),
    ],
  });
}

/** History calls a standard lookup by its relationship (`Owner`), every other field by its name. */
export const historyFieldName = (field: string): string => (field.endsWith('__c') ? field : field.replace(/Id$/, ''));

const historyDataTypes = [
  'Text',
  'EntityId',
  'DynamicEnum',
  'Boolean',
  'Currency',
  'DateOnly',
  'DateTime',
  'Double',
  'EMail',
  'Integer',
  'MultiEnum',
  'Percent',
  'Phone',
  'StringPlusClob',
  'Url',
];
