import type { FeatureTable } from '../features/feature-table.ts';

/**
 * Rows to learn from: one per (record, observation moment).
 * `labels` are 0 or 1; `groups` keep what must not straddle a split (the record or its account);
 * `times` are the observation moments in epoch milliseconds, all NaN where the history is unknown.
 */
export type LabelledRows = { table: FeatureTable; labels: Uint8Array; groups: string[]; times: Float64Array };
