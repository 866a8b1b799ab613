import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { Database } from './database.ts';
import type { ResultColumns } from './read-columns.ts';

/** The tables of a session and the plan they were read by. */
export type Reading = { database: Database; plan: SourcePlan };

export const replaceTable = (name: string, select: string): string => `CREATE OR REPLACE TABLE ${name} AS ${select}`;

/** The figure of a result of one row; 0 where there is none. */
export const firstNumber = (columns: ResultColumns, name: string): number => columns.numbers(name)[0] ?? 0;

export const milliseconds = (moment: Date): number => Math.trunc(moment.getTime());
