import { fromStorage } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { stringType } from '../types.ts';
import { ApexSObject } from '../values.ts';
import type { Value } from '../values.ts';
import { id18 } from '../record-id.ts';
import { definePlatformClass, given } from './define.ts';

/** All records of custom metadata or of a custom setting; reading them costs no query. */
function rowsOf(t: Transaction, object: string): ApexSObject[] {
  const name = t.program.world.schema.object(object)?.name ?? object;
  const rows = t.org.inspect(`SELECT * FROM "${name}" WHERE "IsDeleted" = 0 ORDER BY "Id"`);
  return rows.map((row) => fromStorage(name, row as Record<string, string | number | null>, t.program.world.schema));
}

const isMetadata = (object: string): boolean => object.toLowerCase().endsWith('__mdt');

const keyOf = (object: string): string => (isMetadata(object) ? 'DeveloperName' : 'Name');

/** Settings by user, profile and org have an owner. */
const isHierarchy = (t: Transaction, object: string): boolean => t.fieldOfObject(object, 'SetupOwnerId') !== undefined;

const ofOwner = (rows: readonly ApexSObject[], owner: string): ApexSObject | undefined =>
  rows.find((row) => row.get('SetupOwnerId') === owner);

/** The settings that hold for a user or profile: each field from the nearest record that has a value. */
function merged(t: Transaction, object: string, owner: string): ApexSObject {
  const rows = rowsOf(t, object);
  const profile = owner.startsWith('005') ? t.userOf(owner).profileId : owner;
  const line = [owner, profile, t.org.id].flatMap((id) => ofOwner(rows, id) ?? []);
  const [nearest] = line;
  const result = new ApexSObject(nearest?.type ?? t.program.world.schema.object(object)?.name ?? object);
  if (nearest === undefined) {
    result.set('SetupOwnerId', owner.startsWith('005') ? t.org.id : owner);
    return result;
  }
  for (const one of line.toReversed()) {
    for (const [key, value] of one.fields) if (value !== null) result.set(one.names.get(key) ?? key, value);
  }
  return result;
}

function instance(t: Transaction, object: string, key: string | null): Value {
  if (!isMetadata(object) && isHierarchy(t, object)) return merged(t, object, given(key));
  const wanted = given(key);
  const field = keyOf(object);
  return (
    rowsOf(t, object).find(
      (row) =>
        String(row.get(field) as string).toLowerCase() === wanted.toLowerCase() ||
        row.get('Id') === (id18(wanted) ?? wanted) ||
        String(row.get('QualifiedApiName') as string).toLowerCase() === wanted.toLowerCase(),
    ) ?? null
  );
}

function all(t: Transaction, object: string): Value {
  const name = t.program.world.schema.object(object)?.name ?? object;
  const map = t.map(stringType, { kind: 'sobject', name });
  for (const row of rowsOf(t, object)) map.put(row.get(keyOf(object)), row);
  return map;
}

const defaults = (t: Transaction, object: string): Value => {
  const found = ofOwner(rowsOf(t, object), t.org.id);
  if (found !== undefined) return found;
  const empty = new ApexSObject(t.program.world.schema.object(object)?.name ?? object);
  empty.set('SetupOwnerId', t.org.id);
  return empty;
};

const values = (t: Transaction, object: string, key: string | null): Value =>
  isHierarchy(t, object) ? (ofOwner(rowsOf(t, object), given(key)) ?? null) : instance(t, object, key);

/** Methods of custom settings and custom metadata types; the compiler puts the name of the object before the arguments. */
export const customSettingClasses = [
  definePlatformClass('System.CustomSetting', {
    'static SObject getInstance()': (t, object: string) => merged(t, object, t.user.id),
    'static SObject getInstance(String key)': instance,
    'static SObject getOrgDefaults()': defaults,
    'static SObject getValues(String key)': values,
    'static Map<String,SObject> getAll()': all,
  }),
];
