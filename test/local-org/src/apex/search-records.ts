import type { AccessMode, QueryRow } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { accessOf } from './query-rights.ts';
import { readRows, soqlLiteral } from './records.ts';
import { ApexFault } from './run.ts';
import type { Transaction } from './transaction.ts';
import { ApexList } from './values.ts';
import type { Value } from './values.ts';

/** A search in brackets: a bound value is what is searched for after FIND, and a literal elsewhere. */
export function search(t: Transaction, sosl: string, binds: Value[]): Value {
  const text = sosl.replace(/(FIND\s*)?:bind(\d+)\b/gi, (_, find: string | undefined, index: string) => {
    const value = binds[Number(index)] ?? null;
    return find === undefined ? soqlLiteral(value) : `${find}{${String(value ?? '')}}`;
  });
  return searchRecords(t, text, accessOf(t, ''));
}

/** A search: for each object of RETURNING the list of its records. */
export function searchRecords(t: Transaction, text: string, access: AccessMode): Value {
  t.use('SoslQueries');
  const { schema } = t.program.world;
  const sosl = inBraces(text);
  const parts = returnedBy(sosl);
  // In a test nothing is found but what it says.
  const found =
    t.test === undefined ? searchRows(t, sosl, access) : parts.flatMap((part) => fixedRows(t, part, access));
  const record = { kind: 'sobject', name: 'SObject' } as const;
  const lists = parts.map(({ object }) => {
    const own = found.filter(({ attributes }) => attributes.type.toLowerCase() === object.toLowerCase());
    const result = { rows: own.values(), isAggregate: false, typedColumns: [] } as unknown as Parameters<
      typeof readRows
    >[2];
    return t.list(record, readRows(t, schema, result));
  });
  return t.list({ kind: 'list', of: record }, lists);
}

/** The objects of RETURNING, each with its fields; conditions may have parentheses of their own. */
function returnedBy(sosl: string): { object: string; fields: string }[] {
  const start = sosl.search(/\bRETURNING\b/i);
  if (start < 0) return [];
  const nested = /(\w+)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?\s*(?:,|$|(?=\b(?:LIMIT|WITH|UPDATE)\b))/giy;
  nested.lastIndex = start + 'RETURNING'.length;
  const parts: { object: string; fields: string }[] = [];
  for (let at = nested.lastIndex; ;) {
    nested.lastIndex = at + (/^\s*/.exec(sosl.slice(at))?.[0].length ?? 0);
    const [all, object, fields = 'Id'] = nested.exec(sosl) ?? [];
    if (all === undefined || object === undefined || /^(?:limit|with|update)$/i.test(object)) return parts;
    parts.push({ object, fields: fields.replace(/\s+(?:WHERE|ORDER|LIMIT|USING)\b[\s\S]*/i, '') });
    at = nested.lastIndex;
  }
}

/** Apex writes the words in quotes, the org's API in braces. */
const inBraces = (sosl: string): string =>
  sosl.replace(/^\s*FIND\s+'((?:[^'\\]|\\.)*)'/i, (_, words: string) => `FIND {${words.replace(/\\(['"])/g, '$1')}}`);

function searchRows(t: Transaction, text: string, access: AccessMode): QueryRow[] {
  try {
    return t.org.search(t.user.id, inBraces(text), { access });
  } catch (error) {
    if (!(error instanceof OrgError)) throw error;
    throw new ApexFault('System.SearchException', error.message);
  }
}

/** The records that `Test.setFixedSearchResults` names, of one object. */
function fixedRows(
  t: Transaction,
  { object, fields }: { object: string; fields: string },
  access: AccessMode,
): QueryRow[] {
  const fixed = t.state.get('fixed search results');
  if (!(fixed instanceof ApexList)) return [];
  const ids = fixed.items.filter(
    (id) => t.org.objectOfId(String(id as string))?.toLowerCase() === object.toLowerCase(),
  );
  if (ids.length === 0) return [];
  const soql = `SELECT ${fields} FROM ${object} WHERE Id IN ${soqlLiteral(t.list(fixed.of, ids))}`;
  return [...t.org.query(t.user.id, soql, { access }).rows];
}
