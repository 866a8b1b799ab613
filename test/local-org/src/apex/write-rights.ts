import type { AccessMode, Org, SaveResult, WriteOperation } from '../org.ts';
import { ApexFault } from './run.ts';
import type { Run } from './run.ts';
import type { ApexSObject } from './values.ts';

type InOrg = Run & { readonly org: Org };

type Write = { object: string; operation: WriteOperation; access: AccessMode };

/** In user mode a statement on an object without the right to it is refused as a whole. */
export function requireObjectRight(t: InOrg, { object, operation, access }: Write): void {
  if (access.mode === 'system') return;
  const describe = t.org.describe(t.user.id, object);
  const isAllowed = {
    insert: describe?.createable,
    update: describe?.updateable,
    upsert: describe?.createable === true && describe.updateable,
    delete: describe?.deletable,
    hardDelete: describe?.deletable,
    undelete: describe?.undeletable,
  }[operation];
  if (isAllowed !== true) throw new ApexFault('System.SecurityException', `Access to entity '${object}' denied`);
}

/** In user mode a record with a field that the user may not write is refused; undefined where there is none. */
export function refusedFields(
  t: InOrg,
  record: ApexSObject,
  { object, operation, access }: Write,
): SaveResult | undefined {
  if (access.mode === 'system' || !/^(?:insert|update|upsert)$/.test(operation)) return undefined;
  const own = new Map((t.org.describe(t.user.id, object)?.fields ?? []).map((field) => [field.name, field]));
  const isUpdate = operation === 'update' || (operation === 'upsert' && record.get('Id') !== null);
  const fields = (t.org.describeForCode(object)?.fields ?? [])
    .filter(({ name, createable, updateable, permissionable }) => {
      const isWritten = record.fields.has(name.toLowerCase()) && (isUpdate ? updateable : createable);
      const field = own.get(name);
      return isWritten && permissionable && (isUpdate ? field?.updateable : field?.createable) !== true;
    })
    .map(({ name }) => name);
  if (fields.length === 0) return undefined;
  const message = `Operation failed due to fields being inaccessible on Sobject ${object}, check errors on Exception or Result!`;
  const id = record.get('Id');
  return {
    ...(typeof id === 'string' && { id }),
    success: false,
    errors: [{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message, fields }],
  };
}

type Written = { setup?: string; data?: string };

/** What the transaction, or the present `System.runAs`, has written: setup objects and others do not go together. */
const writtenOf = (t: InOrg): Written => {
  const found = (t.state.get('written objects') ?? {}) as Written;
  t.state.set('written objects', found);
  return found;
};

/** Begins and ends a block in which setup objects may be written for themselves. */
export function separateWrites(t: InOrg): () => void {
  const before = t.state.get('written objects');
  t.state.set('written objects', {});
  return () => {
    t.state.set('written objects', before ?? {});
  };
}

/** The error of a statement on a setup object after one on another object, or the other way round. */
export function mixedWrite(t: InOrg, object: string, records: readonly ApexSObject[]): SaveResult | undefined {
  const kind = isSetup(t, object) ? 'setup' : 'data';
  if (kind === 'setup' && object === 'User' && records.every((record) => record.get('UserRoleId') === null))
    return undefined;
  const written = writtenOf(t);
  written[kind] ??= object;
  const other = written[kind === 'setup' ? 'data' : 'setup'];
  if (other === undefined) return undefined;
  const message = `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${object}, original object: ${other}`;
  return { success: false, errors: [{ statusCode: 'MIXED_DML_OPERATION', message, fields: [] }] };
}

/** What a client has saved counts for the triggers that it starts. */
export function noteWritten(t: InOrg, object: string): void {
  if (object !== 'User') writtenOf(t)[isSetup(t, object) ? 'setup' : 'data'] ??= object;
}

function isSetup(t: InOrg, object: string): boolean {
  const known = (t.state.get('data objects') ?? new Set(t.org.dataObjects())) as ReadonlySet<string>;
  t.state.set('data objects', known);
  return !known.has(object);
}
