import type { Transaction } from '../transaction.ts';
import { setOf, stringType } from '../types.ts';
import type { ApexType } from '../types.ts';
import { ApexFault } from '../run.ts';
import { ApexList, ApexSObject } from '../values.ts';
import type { ApexEnumValue, Value, ApexObject } from '../values.ts';
import { definePlatformClass, given } from './define.ts';

type Decision = { records: ApexList; removed: Map<string, Set<string>>; changed: number[] };

const decisionOf = (me: ApexObject): Decision => me.native as Decision;

type Access = 'CREATABLE' | 'READABLE' | 'UPDATABLE' | 'UPSERTABLE';

/** The fields of an object that the user may use in this way; undefined where the user may not use the object. */
function allowedFields(t: Transaction, object: string, access: Access): ReadonlySet<string> | undefined {
  const describe = t.org.describe(t.user.id, object);
  if (describe === undefined) return undefined;
  const isAllowed = {
    CREATABLE: describe.createable,
    READABLE: true,
    UPDATABLE: describe.updateable,
    UPSERTABLE: describe.createable && describe.updateable,
  }[access];
  if (!isAllowed) return undefined;
  const fields = describe.fields.filter(({ createable, updateable }) => {
    if (access === 'READABLE') return true;
    if (access === 'CREATABLE') return createable;
    return access === 'UPDATABLE' ? updateable : createable && updateable;
  });
  return new Set([...fields.map(({ name }) => name.toLowerCase()), 'id']);
}

type Stripping = { access: Access; removed: Map<string, Set<string>>; checksObjects: boolean };

function strip(t: Transaction, record: ApexSObject, stripping: Stripping): ApexSObject {
  const { access, removed, checksObjects } = stripping;
  const allowed = allowedFields(t, record.type, access);
  if (allowed === undefined && checksObjects)
    throw new ApexFault('System.NoAccessException', 'No access to entity: ' + record.type);
  const copy = new ApexSObject(record.type);
  const object = t.program.world.schema.object(record.type);
  const remove = (name: string): void => {
    removed.set(record.type, (removed.get(record.type) ?? new Set()).add(name));
  };
  for (const [key, value] of record.fields) {
    const name = record.names.get(key) ?? key;
    const parent = object?.parents.get(key);
    const field = parent?.field ?? name;
    if (object?.children.has(key) === true && value instanceof ApexList) {
      const items = value.items.map((one) => (one instanceof ApexSObject ? strip(t, one, stripping) : one));
      copy.set(name, t.list(value.of, items));
    } else if (allowed !== undefined && !allowed.has(field.toLowerCase())) remove(field);
    else
      copy.set(
        name,
        value instanceof ApexSObject
          ? strip(t, value, { ...stripping, access: 'READABLE', checksObjects: false })
          : value,
      );
  }
  copy.isQueried = record.isQueried;
  return copy;
}

function stripInaccessible(
  t: Transaction,
  access: ApexEnumValue | null,
  records: ApexList | null,
  checksObjects: boolean | null = true,
): Value {
  const removed = new Map<string, Set<string>>();
  const changed: number[] = [];
  const list = given(records, 2);
  const items = list.items.map((one, index) => {
    if (!(one instanceof ApexSObject)) return one;
    const before = [...removed.values()].reduce((sum, names) => sum + names.size, 0);
    const copy = strip(t, one, {
      access: given(access).name as Access,
      removed,
      checksObjects: checksObjects ?? true,
    });
    const isChanged =
      copy.fields.size < one.fields.size || [...removed.values()].reduce((sum, names) => sum + names.size, 0) > before;
    if (isChanged) changed.push(index);
    return copy;
  });
  return t.make('System.SObjectAccessDecision', {
    records: t.list(list.of, items),
    removed,
    changed,
  } satisfies Decision);
}

const integer: ApexType = { kind: 'primitive', name: 'Integer' };

export const securityClasses = [
  definePlatformClass('System.Security', {
    'static SObjectAccessDecision stripInaccessible(AccessType access, List<SObject> records)': stripInaccessible,
    'static SObjectAccessDecision stripInaccessible(AccessType access, List<SObject> records, Boolean enforceRootObjectCRUD)':
      stripInaccessible,
  }),
  definePlatformClass('System.SObjectAccessDecision', {
    'List<SObject> getRecords()': (_t, me: ApexObject) => decisionOf(me).records,
    'Map<String,Set<String>> getRemovedFields()': (t, me: ApexObject) => {
      const map = t.map(stringType, setOf(stringType));
      for (const [object, names] of decisionOf(me).removed) map.put(object, t.set(stringType, names));
      return map;
    },
    'Set<Integer> getModifiedIndexes()': (t, me: ApexObject) => t.set(integer, decisionOf(me).changed),
  }),
];
