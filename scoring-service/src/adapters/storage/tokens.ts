import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Store } from '../../ports/adapters.ts';
import type { Tables } from './tables.ts';

const rightsSchema = z.enum(['score', 'manage']);

/** The hashed API tokens of callers. */
export function createTokens(kysely: Kysely<Tables>): Pick<Store, 'saveToken' | 'tokens'> {
  return {
    async saveToken({ id, name, hash, rights, createdAt }) {
      const content = { name, hash, rights, created_at: createdAt };
      await kysely
        .insertInto('tokens')
        .values({ id, ...content })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
        .execute();
    },

    async tokens() {
      const rows = await kysely.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map(({ id, name, hash, rights, created_at }) => ({
        id,
        name,
        hash,
        rights: rightsSchema.parse(rights),
        createdAt: created_at,
      }));
    },
  };
}
