import { sql } from 'kysely';
import type { ColumnType, Generated, RawBuilder } from 'kysely';

/** JSON is written as text and read parsed but not validated. */
type Json = ColumnType<unknown, string, string>;

export type ModelTable = {
  goal_id: string;
  version: string;
  trained_at: Date;
  is_active: boolean;
  plan: Json;
  model: Uint8Array;
  card: Json;
  distribution: ColumnType<unknown, string | null, string | null>;
};

export type RunTable = {
  key: string;
  goal_id: string;
  job_type: string;
  trigger: string;
  created_at: Date;
  as_of: Date;
  model_version: string | null;
  checkpoint: ColumnType<unknown, string | null, string | null>;
  ended_at: Date | null;
  selection: ColumnType<unknown, string | null, string | null>;
  cancelled_at: Date | null;
  progress_percent: number | null;
  epoch: Generated<number>;
  attempts: Generated<number>;
  taken_by: string | null;
  paused: string | null;
};

export type ReceiptTable = {
  id: Generated<number>;
  goal_id: string;
  record_id: string;
  run_key: string | null;
  model_version: string;
  scored_at: Date;
  score: number;
  band: string;
  percentile: number | null;
  probability: number | null;
  basis: string | null;
  high_from: number | null;
  medium_from: number | null;
  reason: string | null;
  features: string | null;
  base_rate: number | null;
  reference_id: string | null;
};

export type ReferenceTable = {
  id: string;
  goal_id: string;
  model_version: string;
  created_at: Date;
  is_complete: boolean;
  content: string;
};

type ForecastTable = {
  goal_id: string;
  model_version: string;
  record_id: string;
  scored_at: Date;
  band: string;
  probability: number;
};

type RunResultTable = { run_key: string; number: number; created_at: Date; content: Uint8Array };

type IdListTable = { id: string; created_at: Date };

type IdListPartTable = { list_id: string; number: number; record_ids: string };

export type BandEventTable = {
  id: string;
  goal_id: string;
  object: string;
  record_id: string;
  from_band: string;
  to_band: string;
  score: number;
  scored_at: Date;
  run_key: string | null;
  created_at: Generated<Date>;
  is_ready: Generated<boolean>;
  claimed_until: Date | null;
};

type BoundOrgTable = { is_only: Generated<boolean>; org_id: string; bound_at: Generated<Date> };

export type TokenTable = {
  id: string;
  name: string;
  hash: string;
  rights: string;
  created_at: Date;
  org_id: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
};

/** The tables after the newest migration. */
export type Tables = {
  models: ModelTable;
  runs: RunTable;
  receipts: ReceiptTable;
  score_references: ReferenceTable;
  band_events: BandEventTable;
  forecasts: ForecastTable;
  run_results: RunResultTable;
  id_lists: IdListTable;
  id_list_parts: IdListPartTable;
  bound_org: BoundOrgTable;
  tokens: TokenTable;
};

/** Texts as a list for `in`. They are one parameter, because a statement has at most 65,535. */
export const textsOf = (texts: readonly string[]): RawBuilder<string> =>
  sql<string>`(select value from json_array_elements_text(${JSON.stringify(texts)}::text::json))`;
