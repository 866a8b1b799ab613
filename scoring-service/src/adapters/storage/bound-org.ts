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
