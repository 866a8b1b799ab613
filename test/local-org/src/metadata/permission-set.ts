import { systemPermissions } from '../schema/standard/user.ts';
import type { Schema } from '../schema/schema.ts';
import { checkElements, MetadataProblem } from './component.ts';
import { customPermissionElements, permissionSetElements } from './elements.ts';
import { checkGrantReferences } from './named-references.ts';
import type { HasComponent } from './named-references.ts';
import { children, childText, isTrue } from './xml.ts';
import type { XmlElement } from './xml.ts';

export type ObjectGrant = {
  object: string;
  create: boolean;
  read: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
};

/** The rights of a permission set, checked against the schema. */
export type PermissionSetContent = {
  label: string;
  description: string | undefined;
  objects: ObjectGrant[];
  fields: { object: string; field: string; readable: boolean; editable: boolean }[];
  customPermissions: string[];
  /** The supported ones of `userPermissions`. */
  systemPermissions: string[];
};

/** Reads a permission set. Throws `MetadataProblem` where it names what the org does not have. */
export function readPermissionSet(
  body: XmlElement,
  {
    schema,
    hasCustomPermission,
    hasComponent,
  }: { schema: Schema; hasCustomPermission: (name: string) => boolean; hasComponent: HasComponent },
): PermissionSetContent {
  checkElements('PermissionSet', body, permissionSetElements);
  const label = childText(body, 'label');
  if (label === undefined) throw new MetadataProblem('Required field is missing: label');
  const enabled = (element: string): string[] =>
    children(body, element)
      .filter((entry) => isTrue(entry, 'enabled'))
      .map((entry) => childText(entry, 'name') ?? '');
  const customPermissions = enabled('customPermissions');
  const missing = customPermissions.find((name) => !hasCustomPermission(name));
  if (missing !== undefined)
    throw new MetadataProblem(`In field: customPermission - no CustomPermission named ${missing} found`);
  const objects = children(body, 'objectPermissions').map((entry) => readObjectGrant(entry, schema));
  checkDependencies(objects);
  checkGrantReferences(body, hasComponent);
  return {
    label,
    description: childText(body, 'description'),
    objects,
    fields: children(body, 'fieldPermissions').map((entry) => readFieldGrant(entry, schema)),
    customPermissions,
    systemPermissions: enabled('userPermissions').filter((name) => systemPermissions.includes(name)),
  };
}

function readObjectGrant(entry: XmlElement, schema: Schema): ObjectGrant {
  const name = childText(entry, 'object') ?? '';
  const object = schema.object(name);
  if (object === undefined) throw new MetadataProblem(`In field: field - no CustomObject named ${name} found`);
  if (object.access.kind !== 'own')
    throw new MetadataProblem(`Object permissions are not available for ${object.name}`);
  const grant: ObjectGrant = {
    object: object.name,
    create: isTrue(entry, 'allowCreate'),
    read: isTrue(entry, 'allowRead'),
    edit: isTrue(entry, 'allowEdit'),
    delete: isTrue(entry, 'allowDelete'),
    viewAll: isTrue(entry, 'viewAllRecords'),
    modifyAll: isTrue(entry, 'modifyAllRecords'),
  };
  const needs = (what: string, needed: string): never => {
    throw new MetadataProblem(`Permission ${what} ${object.name} depends on permission(s): ${needed} ${object.name}`);
  };
  if (!grant.read && grant.create) needs('Create', 'Read');
  if (!grant.read && grant.edit) needs('Edit', 'Read');
  if (grant.delete && !grant.edit) needs('Delete', 'Edit');
  if (grant.viewAll && !grant.read) needs('View All', 'Read');
  if (grant.modifyAll && !(grant.delete && grant.viewAll)) needs('Modify All', 'Delete, View All');
  return grant;
}

// Contacts and opportunities belong to accounts: the platform requires read access to accounts for them.
const dependentObjects = ['Contact', 'Opportunity'];

function checkDependencies(objects: ObjectGrant[]): void {
  const canReadAccounts = objects.some((grant) => grant.object === 'Account' && grant.read);
  const dependent = objects.find((grant) => grant.read && dependentObjects.includes(grant.object));
  if (dependent !== undefined && !canReadAccounts) {
    throw new MetadataProblem(`Permission Read ${dependent.object} depends on permission(s): Read Account`);
  }
}

function readFieldGrant(entry: XmlElement, schema: Schema): PermissionSetContent['fields'][number] {
  const path = childText(entry, 'field') ?? '';
  const [objectName = '', fieldName = ''] = path.split('.');
  const object = schema.object(objectName);
  const field = object?.fieldByName.get(fieldName.toLowerCase());
  // An address is granted as a whole.
  if (object === undefined || field === undefined || (field.permissionable && field.compoundFieldName !== null)) {
    throw new MetadataProblem(`In field: field - no CustomField named ${path} found`);
  }
  if (!field.permissionable) {
    const isRequired = !field.nillable && field.createable;
    throw new MetadataProblem(
      isRequired ? `You cannot deploy to a required field: ${path}` : `Field ${path} has no field-level security`,
    );
  }
  const editable = isTrue(entry, 'editable');
  const readable = isTrue(entry, 'readable');
  if (editable && !readable) throw new MetadataProblem(`Field ${path} can't be editable without being readable`);
  return { object: object.name, field: field.name, readable, editable };
}

/** The label of a custom permission. Throws `MetadataProblem`. */
export function readCustomPermission(body: XmlElement): { label: string; description: string | undefined } {
  checkElements('CustomPermission', body, customPermissionElements);
  const label = childText(body, 'label');
  if (label === undefined) throw new MetadataProblem('Required field is missing: label');
  return { label, description: childText(body, 'description') };
}
