import type { Kysely, Updateable } from 'kysely';
import { z } from 'zod';
import type { StoredToken } from '../../ports/access.ts';
import type { Store } from '../../ports/adapters.ts';
import type { Tables, TokenTable } from './tables.ts';

const rightsSchema = z.enum(['score', 'manage']);

/** The hashed API tokens of callers. */
export function createTokens(kysely: Kysely<Tables>): Pick<Store, 'saveToken' | 'updateToken' | 'tokens'> {
  return {
    async saveToken({ id, name, hash, rights, createdAt, ...life }) {
      const content = { name, hash, rights, created_at: createdAt, ...lifeColumns(life) };
      await kysely
        .insertInto('tokens')
        .values({ id, ...content })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
        .execute();
    },

    async updateToken(id, change) {
      const columns = lifeColumns(change);
      const { numUpdatedRows } = await kysely
        .updateTable('tokens')
        .set(columns)
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async tokens() {
      const rows = await kysely.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map((row) => ({
        ...{ id: row.id, name: row.name, hash: row.hash },
        ...{ rights: rightsSchema.parse(row.rights), createdAt: row.created_at },
        ...(row.org_id !== null && { orgId: row.org_id }),
        ...(row.expires_at !== null && { expiresAt: row.expires_at }),
        ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
        ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
      }));
    },
  };
}

type Life = Pick<StoredToken, 'orgId' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'>;

const lifeColumns = ({ orgId, expiresAt, revokedAt, lastUsedAt }: Life): Updateable<TokenTable> => ({
  ...(orgId !== undefined && { org_id: orgId }),
  ...(expiresAt !== undefined && { expires_at: expiresAt }),
  ...(revokedAt !== undefined && { revoked_at: revokedAt }),
  ...(lastUsedAt !== undefined && { last_used_at: lastUsedAt }),
});
