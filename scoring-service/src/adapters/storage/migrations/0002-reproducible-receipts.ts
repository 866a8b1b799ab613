import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/**
 * What it takes to compute a past score again, the first forecast of every record by every model for the day when its
 * outcome is known, and how the data was distributed that a model has learned from.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table receipts
    add column basis text,
    add column high_from integer,
    add column medium_from integer,
    add column reason text,
    add column features text`.execute(database);
  // What is due for deletion is found without reading what is not.
  await sql`create index receipts_with_features on receipts (scored_at) where features is not null`.execute(database);

  await sql`create table forecasts (
    goal_id text not null,
    model_version text not null,
    record_id text not null,
    scored_at timestamptz not null,
    band text not null,
    probability double precision not null,
    primary key (goal_id, model_version, record_id)
  )`.execute(database);
  await sql`create index forecasts_of_record on forecasts (record_id)`.execute(database);
  await sql`create index receipts_of_any_goal on receipts (record_id)`.execute(database);

  await sql`alter table models add column distribution jsonb`.execute(database);
}
