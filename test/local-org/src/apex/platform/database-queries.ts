import type { AccessMode } from '../../org.ts';
import { runQuery } from '../data-operations.ts';
import { accessOf } from '../query-rights.ts';
import { soqlLiteral } from '../records.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import { sObjectType } from '../types.ts';
import type { ApexMap, ApexObject, ApexSObject } from '../values.ts';
import type { ApexList, Value } from '../values.ts';
import type { Locator } from './query-locator.ts';
import { definePlatformClass, given, seeingVariables } from './define.ts';
import type { PlatformCode } from './define.ts';

/** Gives the value of a variable that is in scope where a method is called; undefined for an unknown name. */
export type Scope = (name: string) => Value | undefined;

export const accessOfLevel = (t: Transaction, level: ApexObject | null | undefined): AccessMode =>
  accessOf(t, level === null || level === undefined ? '' : (level.native as { mode: string }).mode);

const textOrBind = /'(?:\\.|[^'\\])*'|:\s*([a-z_][\w.]*)/gi;

/** The query with the values of its binds. @throws ApexFault QueryException for a name that is no variable */
function withBinds(soql: string, valueOf: Scope): string {
  return soql.replace(textOrBind, (found, name: string | undefined) => {
    if (name === undefined) return found;
    const value = valueOf(name.toLowerCase());
    if (value === undefined) throw new ApexFault('System.QueryException', `Variable does not exist: ${name}`);
    return `${soqlLiteral(value)} `;
  });
}

const accessClause = /\bWITH\s+(USER_MODE|SYSTEM_MODE|SECURITY_ENFORCED)\b/i;

type Dynamic = { soql: string | null; level?: ApexObject | null; valueOf: Scope };

function runDynamic(t: Transaction, { soql, level, valueOf }: Dynamic): ReturnType<typeof runQuery> {
  const text = withBinds(given(soql), valueOf);
  const clause = accessClause.exec(text)?.[1];
  const access = clause === undefined ? accessOfLevel(t, level) : accessOf(t, clause);
  return runQuery(t, text.replace(accessClause, ' '), access);
}

function listOf(t: Transaction, query: Dynamic): ApexList {
  const { rows } = runDynamic(t, query);
  const [first] = rows;
  return t.list(first === undefined ? sObjectType : { kind: 'sobject', name: first.type }, rows);
}

const countOf = (t: Transaction, query: Dynamic): number => {
  const { rows, count } = runDynamic(t, query);
  return count ?? rows.length;
};

/** The values of a map by name, in any case. */
function scopeOf(t: Transaction, binds: ApexMap | null): Scope {
  const values = new Map<string, Value>();
  for (const [key, value] of given(binds, 2).entries.values()) values.set(t.textOf(key).toLowerCase(), value);
  return (name) => (values.has(name) ? (values.get(name) ?? null) : undefined);
}

const maxLocatorRows = 50_000_000;

function locator(t: Transaction, { soql, level, valueOf }: Dynamic): ApexObject {
  const text = withBinds(given(soql), valueOf);
  let rows: ApexSObject[] | undefined;
  const { user } = t;
  const read = (): ApexSObject[] => {
    if (rows !== undefined) return rows;
    const before = t.user;
    t.user = user;
    try {
      rows = runDynamic(t, { soql: text, valueOf: () => undefined, ...(level !== undefined && { level }) }).rows;
    } finally {
      t.user = before;
    }
    if (rows.length > maxLocatorRows) throw new ApexFault('System.LimitException', 'Too many query locator rows');
    return rows;
  };
  read();
  return t.make('Database.QueryLocator', { soql: text, rows: read } satisfies Locator);
}

const locatorOf = (me: ApexObject): Locator => me.native as Locator;

type Position = { rows: readonly ApexSObject[]; next: number };

const visible = (code: PlatformCode): PlatformCode => seeingVariables(code);

export const queryMembers: Readonly<Record<string, PlatformCode>> = {
  'static List<SObject> query(String soql)': seeingVariables(
    (t, soql: string | null, valueOf: Scope) => listOf(t, { soql, valueOf }),
    { isQuery: true },
  ),
  'static List<SObject> query(String soql, AccessLevel level)': seeingVariables(
    (t, soql: string | null, level: ApexObject | null, valueOf: Scope) => listOf(t, { soql, level, valueOf }),
    { isQuery: true },
  ),
  'static List<SObject> queryWithBinds(String soql, Map<String,Object> binds, AccessLevel level)': Object.assign(
    (t: Transaction, soql: string | null, binds: ApexMap | null, level: ApexObject | null) =>
      listOf(t, { soql, level, valueOf: scopeOf(t, binds) }),
    { isQuery: true },
  ),
  'static Integer countQuery(String soql)': visible((t, soql: string | null, valueOf: Scope) =>
    countOf(t, { soql, valueOf }),
  ),
  'static Integer countQuery(String soql, AccessLevel level)': visible(
    (t, soql: string | null, level: ApexObject | null, valueOf: Scope) => countOf(t, { soql, level, valueOf }),
  ),
  'static Integer countQueryWithBinds(String soql, Map<String,Object> binds, AccessLevel level)': (
    t,
    soql: string | null,
    binds: ApexMap | null,
    level: ApexObject | null,
  ) => countOf(t, { soql, level, valueOf: scopeOf(t, binds) }),
  'static Database.QueryLocator getQueryLocator(String soql)': visible((t, soql: string | null, valueOf: Scope) =>
    locator(t, { soql, valueOf }),
  ),
  'static Database.QueryLocator getQueryLocator(String soql, AccessLevel level)': visible(
    (t, soql: string | null, level: ApexObject | null, valueOf: Scope) => locator(t, { soql, level, valueOf }),
  ),
  'static Database.QueryLocator getQueryLocator(List<SObject> query)': (t, list: ApexList | null) =>
    t.make('Database.QueryLocator', { soql: '', rows: () => given(list).items as ApexSObject[] } satisfies Locator),
  'static Database.QueryLocator getQueryLocatorWithBinds(String soql, Map<String,Object> binds, AccessLevel level)': (
    t,
    soql: string | null,
    binds: ApexMap | null,
    level: ApexObject | null,
  ) => locator(t, { soql, level, valueOf: scopeOf(t, binds) }),
};

export const queryClasses = [
  definePlatformClass('Database.QueryLocator', {
    'String getQuery()': (_t, me: ApexObject) => locatorOf(me).soql,
    'Database.QueryLocatorIterator iterator()': (t, me: ApexObject) =>
      t.make('Database.QueryLocatorIterator', { rows: locatorOf(me).rows(), next: 0 } satisfies Position),
  }),
  definePlatformClass('Database.QueryLocatorIterator', {
    'Boolean hasNext()': (_t, me: ApexObject) => {
      const { rows, next } = me.native as Position;
      return next < rows.length;
    },
    'SObject next()': (_t, me: ApexObject) => {
      const position = me.native as Position;
      const found = position.rows[position.next];
      if (found === undefined) throw new ApexFault('System.NoSuchElementException', 'No more elements');
      position.next += 1;
      return found;
    },
  }),
];
