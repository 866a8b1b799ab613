import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Models with one active a goal, runs with their checkpoints, score receipts, tokens of callers. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create table models (
    goal_id text not null,
    version text not null,
    trained_at timestamptz not null,
    is_active boolean not null,
    plan jsonb not null,
    model bytea not null,
    card jsonb not null,
    primary key (goal_id, version)
  )`.execute(database);
  await sql`create unique index models_one_active on models (goal_id) where is_active`.execute(database);

  await sql`create table runs (
    key text primary key,
    goal_id text not null,
    job_type text not null,
    trigger text not null,
    created_at timestamptz not null,
    as_of timestamptz not null,
    model_version text,
    checkpoint jsonb,
    ended_at timestamptz
  )`.execute(database);
  await sql`create index runs_open on runs (created_at) where ended_at is null`.execute(database);
  await sql`create index runs_ended on runs (goal_id, job_type, ended_at) where ended_at is not null`.execute(database);

  await sql`create table receipts (
    id bigint generated always as identity primary key,
    goal_id text not null,
    record_id text not null,
    run_key text,
    model_version text not null,
    scored_at timestamptz not null,
    score double precision not null,
    band text not null,
    percentile double precision,
    probability double precision
  )`.execute(database);
  await sql`create unique index receipts_once_a_run on receipts (run_key, record_id)
    where run_key is not null`.execute(database);
  await sql`create index receipts_of_record on receipts (goal_id, record_id, scored_at)`.execute(database);

  await sql`create table tokens (
    id text primary key,
    name text not null,
    hash text not null unique,
    rights text not null check (rights in ('score', 'manage')),
    created_at timestamptz not null
  )`.execute(database);
}
