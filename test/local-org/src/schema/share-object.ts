import type { DescribeField } from './describe.ts';
import { idField, isDeletedField, picklist, reference, dateTime } from './field-kinds.ts';
import { defineObject } from './object-definition.ts';
import type { ObjectDefinition } from './object-definition.ts';

/** Those of standard objects; custom objects share one prefix, so their ids differ in the letters after it. */
const prefixes: Record<string, string> = {
  ...{ Account: '00r', Contact: '03s', Lead: '01o', Opportunity: '00t', Campaign: '08s', Case: '01n' },
};
const customPrefix = '02c';

/** Why a row is there; clients give the first one only, and rows of the others are computed, not stored. */
export const manualCause = 'Manual';
const rowCauses = [`${manualCause}*`, 'Owner', 'Rule', 'ImplicitChild', 'ImplicitParent', 'Team'];

/** The object with the shares of another object's records; undefined where the default is public or the parent's. */
export function shareObject(definition: ObjectDefinition): ObjectDefinition | undefined {
  const { name, label, custom, sharingModel, keyPrefix } = definition;
  const isOwned = definition.fields.some((field) => field.name === 'OwnerId');
  if (!isOwned || (sharingModel !== 'Private' && sharingModel !== 'Read')) return undefined;
  const parentField = custom ? 'ParentId' : `${name}Id`;
  const levelField = custom ? 'AccessLevel' : `${name}AccessLevel`;
  const level = (field: string, values: string[], required: boolean): DescribeField =>
    picklist(field, field.replace(/([a-z])([A-Z])/g, '$1 $2'), values, {
      ...{ length: 40, required, permissionable: false, restrictedPicklist: true },
    });
  const children = name === 'Account' ? ['Opportunity', 'Contact', 'Case'] : [];
  return defineObject({
    name: custom ? name.replace(/__c$/, '__Share') : `${name}Share`,
    label: `${label} Share`,
    labelPlural: `${label} Share`,
    keyPrefix: prefixes[name] ?? customPrefix,
    idInstance: custom ? `S${(keyPrefix ?? '000').slice(1)}` : 'Lo0',
    custom,
    access: { kind: 'parent', object: name },
    operations: { create: true, update: true, delete: true, undelete: false },
    childNames: { [parentField]: 'Shares' },
    shareOf: { object: name, parentField, levelField },
    visibleThrough: [parentField],
    fields: [
      idField(`${label} Share ID`),
      reference(parentField, `${label} ID`, [name], { access: 'create', required: true, cascadeDelete: true }),
      reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], { access: 'create', required: true }),
      level(levelField, ['Read', 'Edit', 'All'], true),
      ...children.map((child) => level(`${child}AccessLevel`, ['None', 'Read', 'Edit'], false)),
      picklist('RowCause', 'Row Cause', rowCauses, {
        ...{ access: 'create', length: 40, permissionable: false, restrictedPicklist: true },
      }),
      dateTime('LastModifiedDate', 'Last Modified Date', { access: 'none', required: true }),
      reference('LastModifiedById', 'Last Modified By ID', ['User'], { access: 'none', required: true }),
      isDeletedField(),
    ],
  });
}
