import { runResultSchema } from '@plumbline/contract';
import type { RunResult } from '@plumbline/contract';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import type { Store } from '../../ports/adapters.ts';
import type { Tables } from './tables.ts';

const resultsSchema = z.array(runResultSchema);
const [compress, expand] = [promisify(gzip), promisify(gunzip)];

/** Appends the results of a batch. Must run in the transaction that saves the batch's checkpoint. */
export async function insertResults(
  kysely: Kysely<Tables>,
  key: string,
  content: Uint8Array | undefined,
): Promise<void> {
  if (content === undefined) return;
  await sql`
    insert into run_results (run_key, number, created_at, content)
    select ${key}, coalesce(max(number), 0) + 1, now(), ${content} from run_results where run_key = ${key}`.execute(
    kysely,
  );
}

/** Compresses the results of a batch. Call it before the transaction, which must not wait for it. */
export const packResults = async (results: RunResult[]): Promise<Uint8Array | undefined> =>
  results.length === 0 ? undefined : compress(JSON.stringify(results));

/** The results of runs for each record, batch by batch. */
export function createRunResults(kysely: Kysely<Tables>): Pick<Store, 'runResults' | 'deleteRunResults'> {
  return {
    async runResults(key, afterNumber) {
      const row = await kysely
        .selectFrom('run_results')
        .select(['number', 'content'])
        .where('run_key', '=', key)
        .where('number', '>', afterNumber)
        .orderBy('number')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { last } = await kysely
        .selectFrom('run_results')
        .select((table) => table.fn.max('number').as('last'))
        .where('run_key', '=', key)
        .executeTakeFirstOrThrow();
      const results = resultsSchema.parse(JSON.parse((await expand(row.content)).toString('utf8')));
      return { number: row.number, isLast: row.number === last, results };
    },

    async deleteRunResults({ goalId, createdBefore }) {
      await kysely
        .deleteFrom('run_results')
        .$if(createdBefore !== undefined, (query) => query.where('created_at', '<', createdBefore ?? new Date(0)))
        .$if(goalId !== undefined, (query) =>
          query.where('run_key', 'in', (runs) =>
            runs
              .selectFrom('runs')
              .select('key')
              .where('goal_id', '=', goalId ?? ''),
          ),
        )
        .execute();
    },
  };
}
