import { defineField } from '../schema/define-field.ts';
import type { DescribeField } from '../schema/describe.ts';
import { auditFields, idField, isDeletedField, ownerField, text, viewedFields, date } from '../schema/field-kinds.ts';
import { defineObject, readOnly } from '../schema/object-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { checkElements, MetadataProblem } from './component.ts';
import { customObjectElements } from './elements.ts';
import { readModel } from './sharing-rules.ts';
import { child, childText, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Builds a custom object, without its custom fields. Throws `MetadataProblem`. */
export function readCustomObject(name: string, body: XmlElement, keyPrefix: string): ObjectDefinition {
  checkElements('CustomObject', body, customObjectElements);
  const label = required(body, 'label');
  if (name.endsWith('__e')) return platformEvent(name, body, keyPrefix);
  if (name.endsWith('__mdt')) return metadataType(name, body, keyPrefix);
  if (!name.endsWith('__c')) throw new MetadataProblem(`Objects like ${name} are not supported by the local org`);
  if (childText(body, 'customSettingsType') !== undefined) return customSetting(name, body, keyPrefix);
  required(body, 'deploymentStatus');
  const sharingModel = readModel({ name, custom: true }, required(body, 'sharingModel'));
  const isDetail = sharingModel === 'ControlledByParent';
  const nameField = child(body, 'nameField');
  if (nameField === undefined) throw new MetadataProblem('Must specify a nameField of type Text or AutoNumber');
  const hasActivities = isTrue(body, 'enableActivities');
  return defineObject({
    name,
    label,
    labelPlural: required(body, 'pluralLabel'),
    keyPrefix,
    custom: true,
    sharingModel,
    hasActivities,
    numberFormats:
      childText(nameField, 'type') === 'AutoNumber' ? { Name: childText(nameField, 'displayFormat') ?? '{0}' } : {},
    keepsHistory: isTrue(body, 'enableHistory'),
    history: isTrue(body, 'enableHistory')
      ? { object: name.replace(/__c$/, '__History'), parentField: 'ParentId' }
      : undefined,
    fields: [
      idField('Record ID'),
      ...(isDetail ? [] : [ownerField(['Group', 'User'])]),
      isDeletedField(),
      readNameField(nameField),
      ...auditFields(),
      ...(hasActivities ? [date('LastActivityDate', 'Last Activity Date', { access: 'none' })] : []),
      ...viewedFields(),
    ],
  });
}

function required(body: XmlElement, name: string): string {
  const text = childText(body, name);
  if (text === undefined) throw new MetadataProblem(`Required field is missing: ${name}`);
  return text;
}

function readNameField(body: XmlElement): DescribeField {
  const type = childText(body, 'type');
  const label = childText(body, 'label') ?? 'Name';
  if (type !== 'Text' && type !== 'AutoNumber')
    throw new MetadataProblem('Must specify a nameField of type Text or AutoNumber');
  const isNumbered = type === 'AutoNumber';
  // An unnamed record of an object with a text name gets its id as name.
  return defineField(
    { name: 'Name', label, type: 'string', length: 80 },
    {
      required: isNumbered,
      defaulted: true,
      nameField: true,
      idLookup: true,
      permissionable: false,
      autoNumber: isNumbered,
      ...(isNumbered ? { access: 'none' } : {}),
    },
  );
}

/** Events are published by creating them; the local org keeps them so that tests can read them. */
function platformEvent(name: string, body: XmlElement, keyPrefix: string): ObjectDefinition {
  return defineObject({
    name,
    label: required(body, 'label'),
    labelPlural: required(body, 'pluralLabel'),
    keyPrefix,
    custom: true,
    operations: { create: true, update: false, delete: false, undelete: false },
    publishBehavior:
      childText(body, 'publishBehavior') === 'PublishAfterCommit' ? 'PublishAfterCommit' : 'PublishImmediately',
    fields: [
      idField('Record ID'),
      text('ReplayId', 'Replay ID', 20, { access: 'none' }),
      text('EventUuid', 'Event UUID', 36, { access: 'none' }),
      ...auditFields().slice(0, 2),
    ],
  });
}

/** A custom metadata type: its records are deployed, and only read as data. */
function metadataType(name: string, body: XmlElement, keyPrefix: string): ObjectDefinition {
  const given = { access: 'none', permissionable: false } as const;
  return defineObject({
    name,
    label: required(body, 'label'),
    labelPlural: childText(body, 'pluralLabel') ?? required(body, 'label'),
    keyPrefix,
    custom: true,
    access: { kind: 'setup' },
    operations: readOnly,
    fields: [
      idField('Custom Metadata Record ID'),
      text('DeveloperName', 'Custom Metadata Record Name', 40, given),
      text('MasterLabel', 'Master Label', 40, { ...given, nameField: true }),
      text('Label', 'Label', 40, given),
      text('QualifiedApiName', 'Qualified API Name', 70, { ...given, idLookup: true }),
      text('NamespacePrefix', 'Namespace Prefix', 15, given),
      text('Language', 'Master Language', 40, given),
      ...auditFields(),
    ],
  });
}

function customSetting(name: string, body: XmlElement, keyPrefix: string): ObjectDefinition {
  const label = required(body, 'label');
  const isHierarchy = childText(body, 'customSettingsType') === 'Hierarchy';
  const owner = defineField(
    {
      name: 'SetupOwnerId',
      label: 'Location',
      type: 'reference',
      length: 18,
      referenceTo: ['Organization', 'Profile', 'User'],
    },
    { required: true, relationship: 'SetupOwner', access: 'create' },
  );
  return defineObject({
    name,
    label,
    labelPlural: label,
    keyPrefix,
    custom: true,
    access: { kind: 'setup' },
    fields: [
      idField('Record ID'),
      isDeletedField(),
      text('Name', 'Name', 38, { required: !isHierarchy, permissionable: false, nameField: true, idLookup: true }),
      ...(isHierarchy ? [owner] : []),
      ...auditFields(),
    ],
  });
}
