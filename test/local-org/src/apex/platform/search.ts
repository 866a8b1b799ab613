import { accessOf } from '../query-rights.ts';
import { searchRecords } from '../search-records.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject, Value } from '../values.ts';
import { accessOfLevel } from './database-queries.ts';
import { definePlatformClass, given } from './define.ts';

const query = (t: Transaction, sosl: string | null, level?: ApexObject | null): Value =>
  searchRecords(t, given(sosl), level === undefined ? accessOf(t, '') : accessOfLevel(t, level));

export const searchClasses = [
  definePlatformClass('System.Search', {
    'static List<List<SObject>> query(String sosl)': (t, sosl: string | null) => query(t, sosl),
    'static List<List<SObject>> query(String sosl, AccessLevel level)': query,
  }),
];
