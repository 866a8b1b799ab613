import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The outbox of band changes: kept before a score is written, ready once it is, deleted once they are published. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create table band_events (
    id text primary key,
    goal_id text not null,
    object text not null,
    record_id text not null,
    from_band text not null,
    to_band text not null,
    score integer not null,
    scored_at timestamptz not null,
    run_key text,
    created_at timestamptz not null default now(),
    is_ready boolean not null default false,
    claimed_until timestamptz
  )`.execute(database);
  await sql`create index band_events_ready on band_events (created_at) where is_ready`.execute(database);
  await sql`create index band_events_of_run on band_events (run_key) where not is_ready`.execute(database);
}
