import type { DescribeField } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { RowAccess } from '../sharing/sharing-model.ts';
import { UserAccess } from './user-access.ts';
import type { FieldLevel, Grants, ObjectPermission, Surroundings } from './user-access.ts';

/**
 * How code that runs inside the org has the rights of its user: `system` ignores permissions on objects and fields, and
 * `without` sharing ignores how records are shared.
 */
export type AccessMode = { mode: 'user' | 'system'; sharing: 'with' | 'without' };

const everything: ObjectPermission = { create: true, read: true, edit: true, delete: true };

/** The rights of a user in an access mode. */
export class CodeAccess extends UserAccess {
  private readonly accessMode: AccessMode;

  constructor(grants: Grants, accessMode: AccessMode, surroundings: Surroundings) {
    super(grants, surroundings);
    this.accessMode = accessMode;
  }

  override seesAllRows(object: SchemaObject, level: RowAccess): boolean {
    return this.accessMode.sharing === 'without' || super.seesAllRows(object, level);
  }

  protected override computeObject(object: SchemaObject): ObjectPermission {
    return this.accessMode.mode === 'system' ? everything : super.computeObject(object);
  }

  protected override fieldLevel(object: SchemaObject, field: DescribeField): FieldLevel {
    return this.accessMode.mode === 'system' ? 'edit' : super.fieldLevel(object, field);
  }
}

/** The rights of no user in particular: all objects and fields, no records. */
export function everyRight(findObject: (name: string) => SchemaObject | undefined): UserAccess {
  const grants: Grants = {
    userId: '',
    timeZone: 'GMT',
    profile: '',
    objects: new Map(),
    fields: new Map(),
    customPermissions: new Set(),
    systemPermissions: new Set(),
  };
  return new CodeAccess(grants, { mode: 'system', sharing: 'with' }, { findObject, readReach: () => emptyReach });
}

const emptyReach = {
  userId: '',
  principals: new Set<string>(),
  isAmong: () => false,
  ownersOf: () => new Set<string>(),
  accountOwners: () => [],
};
