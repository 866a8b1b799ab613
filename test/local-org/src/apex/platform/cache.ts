import { abstract } from '../library.ts';
import { typeOfValue } from '../library/type-class.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { stringType } from '../types.ts';
import { ApexObject } from '../values.ts';
import type { Value } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

/** What is cached in an org or, while a test runs, in that test: nothing expires. */
const caches = new WeakMap<object, Map<string, Value>>();

function cacheOf(t: Transaction): Map<string, Value> {
  const owner = t.test ?? t.org;
  const known = caches.get(owner) ?? new Map<string, Value>();
  caches.set(owner, known);
  return known;
}

/** A key without its partition is of the default one. */
function fullKey(kind: string, partition: string, key: string | null): string {
  const name = given(key).replace(/^\w+\.\w+\./, '');
  if (!/^[a-z0-9]+$/i.test(name)) {
    throw new ApexFault('cache.InvalidParamException', `Invalid key name: ${name}. Key must be alphanumeric.`);
  }
  return `${kind} ${partition} ${name}`.toLowerCase();
}

const put = (t: Transaction, key: string, value: Value): undefined => {
  cacheOf(t).set(key, given(value, 2));
  return undefined;
};

/** The value of a key, which a class loads where there is none. */
function load(t: Transaction, builder: ApexObject | null, { key, name }: { key: string; name: string | null }): Value {
  const known = cacheOf(t).get(key);
  if (known !== undefined) return known;
  const maker = t.instantiate(typeOfValue(builder));
  if (!(maker instanceof ApexObject)) return null;
  const made = t.call(maker, 'doLoad', [name]);
  if (made !== null) cacheOf(t).set(key, made);
  return made;
}

/** The methods of a cache, static ones of the default partition or those of an instance. */
function methods(kind: string, prefix: 'static ' | ''): Record<string, PlatformCode> {
  const isStatic = prefix !== '';
  const at =
    (code: (t: Transaction, partition: string, ...values: never[]) => Value | undefined): PlatformCode =>
    (t, ...values: never[]) => {
      if (isStatic) return code(t, '', ...values);
      const [me, ...args] = values;
      return code(t, given<ApexObject>(me).native as string, ...args);
    };
  const store = at((t, partition, name: string | null, value: Value) => put(t, fullKey(kind, partition, name), value));
  return {
    [`${prefix}void put(String key, Object value)`]: store,
    [`${prefix}void put(String key, Object value, Integer seconds)`]: store,
    [`${prefix}Object get(String key)`]: at(
      (t, partition, name: string | null) => cacheOf(t).get(fullKey(kind, partition, name)) ?? null,
    ),
    [`${prefix}Object get(Type builder, String key)`]: at(
      (t, partition, builder: ApexObject | null, name: string | null) =>
        load(t, builder, { key: fullKey(kind, partition, name), name }),
    ),
    [`${prefix}Boolean contains(String key)`]: at((t, partition, name: string | null) =>
      cacheOf(t).has(fullKey(kind, partition, name)),
    ),
    [`${prefix}Boolean remove(String key)`]: at((t, partition, name: string | null) =>
      cacheOf(t).delete(fullKey(kind, partition, name)),
    ),
    [`${prefix}Set<String> getKeys()`]: at((t, partition) => {
      const start = `${kind} ${partition} `.toLowerCase();
      const keys = [...cacheOf(t).keys()].filter((key) => key.startsWith(start));
      return t.set(
        stringType,
        keys.map((key) => key.slice(start.length)),
      );
    }),
  };
}

const cacheClasses = (['Org', 'Session'] as const).flatMap((kind) => [
  definePlatformClass(`Cache.${kind}Partition`, { ...methods(kind, '') }, { superclass: 'Cache.Partition' }),
  definePlatformClass(`Cache.${kind}`, {
    ...methods(kind, 'static '),
    [`static Cache.${kind}Partition getPartition(String name)`]: (t: Transaction, name: string | null) =>
      t.make(`Cache.${kind}Partition`, given(name)),
  }),
]);

/** Platform Cache. */
export const platformCacheClasses = [
  definePlatformClass('Cache.Partition', {}),
  ...cacheClasses,
  definePlatformClass(
    'Cache.CacheBuilder',
    { 'Object doLoad(String key)': abstract as PlatformCode },
    { kind: 'interface', isOpen: true },
  ),
];
