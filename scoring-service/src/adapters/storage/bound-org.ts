import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Store } from '../../ports/adapters.ts';
import type { Tables } from './tables.ts';

/** The one org that models, runs and receipts belong to: the first that the service has logged in to. */
export function createBoundOrg(kysely: Kysely<Tables>): Pick<Store, 'bindOrg'> {
  return {
    async bindOrg(orgId) {
      await kysely
        .insertInto('bound_org')
        .values({ org_id: orgId })
        .onConflict((conflict) => conflict.column('is_only').doNothing())
        .execute();
      return (await kysely.selectFrom('bound_org').select('org_id').executeTakeFirstOrThrow()).org_id;
    },
  };
}

/** The org that the state belongs to; undefined for a database that no service has started on. */
export async function readBoundOrg(kysely: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string | null }>`select to_regclass('bound_org')::text as name`.execute(kysely);
  if ((rows[0]?.name ?? null) === null) return undefined;
  return (await kysely.selectFrom('bound_org').select('org_id').executeTakeFirst())?.org_id;
}
