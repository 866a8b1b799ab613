import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Runs of some records, what they made of each, the lists they were asked by, and whether somebody cancelled them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table runs add column selection jsonb, add column cancelled_at timestamptz,
    add column progress_percent integer`.execute(database);

  // One row a batch, compressed: a million records take some forty megabytes.
  await sql`create table run_results (
    run_key text not null,
    number integer not null,
    created_at timestamptz not null,
    content bytea not null,
    primary key (run_key, number)
  )`.execute(database);

  await sql`create table id_lists (
    id text primary key,
    created_at timestamptz not null
  )`.execute(database);
  await sql`create table id_list_parts (
    list_id text not null references id_lists (id) on delete cascade,
    number integer not null,
    record_ids text not null,
    primary key (list_id, number)
  )`.execute(database);
}
