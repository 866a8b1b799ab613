import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Which process holds a run, how often it ended its process, why it is paused; and the org that the state belongs to. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table runs
    add column epoch integer not null default 0,
    add column attempts integer not null default 0,
    add column taken_by text,
    add column paused text`.execute(database);
  await sql`create table bound_org (
    is_only boolean primary key default true check (is_only),
    org_id text not null,
    bound_at timestamptz not null default now()
  )`.execute(database);
}
