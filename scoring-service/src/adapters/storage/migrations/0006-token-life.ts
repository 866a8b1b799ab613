import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The org that a token belongs to, when it ends, when it was revoked and when it was used last. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table tokens add column org_id text, add column expires_at timestamptz,
    add column revoked_at timestamptz, add column last_used_at timestamptz`.execute(database);
}
