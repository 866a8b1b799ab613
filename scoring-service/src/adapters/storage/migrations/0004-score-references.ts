import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What ranks and grades are relative to, which receipts cite, and the share of positives of relative scores. */
export async function up(database: Kysely<unknown>): Promise<void> {
  // As text, because a JSON column may change numbers.
  await sql`create table score_references (
    id text primary key,
    goal_id text not null,
    model_version text not null,
    created_at timestamptz not null,
    is_complete boolean not null,
    content text not null
  )`.execute(database);
  await sql`create index score_references_of_model on score_references (goal_id, model_version, created_at)
    where is_complete`.execute(database);
  await sql`alter table receipts add column base_rate double precision, add column reference_id text`.execute(database);
}
