import type { ApexSObject } from '../values.ts';

/** What a query locator keeps: its records are read when they are wanted. */
export type Locator = { soql: string; rows: () => ApexSObject[] };
