import { isPlatformEvent } from '../events/platform-event.ts';
import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Reach } from '../sharing/org-chart.ts';
import type { RowAccess } from '../sharing/sharing-model.ts';

export type ObjectPermission = { create: boolean; read: boolean; edit: boolean; delete: boolean };

/** What permission sets grant on an object: `viewAll` and `modifyAll` leave out of account how records are shared. */
export type GrantedObject = ObjectPermission & { viewAll: boolean; modifyAll: boolean };

/** The fields of one object that a user may read and edit, by name. */
export type FieldAccess = { readable: Set<string>; editable: Set<string> };

/** The rights that profile and permission sets grant a user, read from the org's tables. */
export type Grants = {
  userId: string;
  /** IANA name. */
  timeZone: string;
  profile: string;
  objects: Map<string, GrantedObject>;
  /** `Object.Field` in lower case: readable, or editable too. */
  fields: Map<string, 'read' | 'edit'>;
  customPermissions: Set<string>;
  systemPermissions: Set<string>;
};

export type FieldLevel = 'none' | 'read' | 'edit';

/** What the rights of a user are looked up in. */
export type Surroundings = { findObject: (name: string) => SchemaObject | undefined; readReach: () => Reach };

export const profiles = {
  administrator: 'System Administrator',
  standard: 'Standard User',
  readOnly: 'Read Only',
  minimum: 'Minimum Access - Salesforce',
  integration: 'Minimum Access - API Only Integrations',
} as const;

const nothing: ObjectPermission = { create: false, read: false, edit: false, delete: false };
const everything: ObjectPermission = { create: true, read: true, edit: true, delete: true };
const reading: ObjectPermission = { ...nothing, read: true };

/** One user's rights, computed on first use and cached until a right changes. */
export class UserAccess {
  readonly grants: Grants;
  private readonly findObject: (name: string) => SchemaObject | undefined;
  private readonly objectPermissions = new Map<string, ObjectPermission>();
  private readonly fieldAccess = new Map<string, FieldAccess>();
  private readonly readReach: () => Reach;
  private knownReach: Reach | undefined;

  constructor(grants: Grants, { findObject, readReach }: Surroundings) {
    this.grants = grants;
    this.findObject = findObject;
    this.readReach = readReach;
  }

  /** Whose records the user sees, and what is shared with the user. */
  get reach(): Reach {
    return (this.knownReach ??= this.readReach());
  }

  /** Whether no sharing hides records of the object from the user, or keeps the user from changing them. */
  seesAllRows(object: SchemaObject, level: RowAccess): boolean {
    const granted = this.grants.objects.get(object.name);
    if (this.hasSystemPermission('ModifyAllData') || granted?.modifyAll === true) return true;
    return level === 'read' && (this.hasSystemPermission('ViewAllData') || granted?.viewAll === true);
  }

  get isAdministrator(): boolean {
    return this.grants.profile === profiles.administrator;
  }

  private get hasStandardProfile(): boolean {
    return this.isAdministrator || this.grants.profile === profiles.standard;
  }

  private get isReadOnly(): boolean {
    return this.grants.profile === profiles.readOnly;
  }

  hasSystemPermission(name: string): boolean {
    return this.isAdministrator || this.grants.systemPermissions.has(name);
  }

  /** Administrators may convert, so may standard users. */
  get canConvertLeads(): boolean {
    return this.hasStandardProfile || this.grants.systemPermissions.has('ConvertLeads');
  }

  /** Whether the user may see records of the object of this name. */
  canRead(name: string): boolean {
    const object = this.findObject(name);
    return object !== undefined && this.object(object).read;
  }

  /** What the user may do with records of the object. */
  object(object: SchemaObject): ObjectPermission {
    const kept = this.objectPermissions.get(object.name);
    if (kept !== undefined) return kept;
    const permission = this.computeObject(object);
    this.objectPermissions.set(object.name, permission);
    return permission;
  }

  /** The fields that the user may read and edit, without regard to object permissions. */
  fields(object: SchemaObject): FieldAccess {
    const kept = this.fieldAccess.get(object.name);
    if (kept !== undefined) return kept;
    const level = (field: DescribeField) => this.fieldLevel(object, field);
    const access: FieldAccess = {
      readable: new Set(object.fields.filter((field) => level(field) !== 'none').map(({ name }) => name)),
      editable: new Set(object.fields.filter((field) => level(field) === 'edit').map(({ name }) => name)),
    };
    this.fieldAccess.set(object.name, access);
    return access;
  }

  protected computeObject(object: SchemaObject): ObjectPermission {
    const { access } = object;
    if (access.kind === 'setup') return this.hasSystemPermission('ManageUsers') ? everything : reading;
    if (access.kind === 'everyone') return this.hasStandardProfile ? everything : reading;
    if (access.kind === 'parent') {
      const parent = this.findObject(access.object);
      const { read, edit } = parent === undefined ? nothing : this.object(parent);
      return { read, create: edit, edit, delete: edit };
    }
    if (this.hasSystemPermission('ModifyAllData')) return everything;
    if (this.hasStandardProfile && !object.custom) return everything;
    const granted: ObjectPermission = this.grants.objects.get(object.name) ?? nothing;
    if (this.isReadOnly && !object.custom) return { ...granted, read: true };
    return this.grants.systemPermissions.has('ViewAllData') ? { ...granted, read: true } : granted;
  }

  // Deploying a field grants no user access to it, not even administrators; required fields need no grant.
  protected fieldLevel(object: SchemaObject, field: DescribeField): FieldLevel {
    if (!field.permissionable || object.access.kind === 'setup') return 'edit';
    // A platform event has no field permissions of its own.
    if (isPlatformEvent(object)) return 'edit';
    if (this.hasStandardProfile && !field.custom) return 'edit';
    // A compound address is granted as a whole and applies to its parts.
    const granted = this.grants.fields.get(`${object.name}.${field.compoundFieldName ?? field.name}`.toLowerCase());
    return granted ?? (this.isReadOnly && !field.custom ? 'read' : 'none');
  }
}
