import type { FeatureTable } from '../../../../scoring-service/src/domain/features/feature-table.ts';
import type { LabelledRows } from '../../../../scoring-service/src/domain/training/labelled-rows.ts';

/** Another way to predict, for comparison only: learns from rows, gives probabilities of unseen ones. */
export type Peer = { name: string; fit(rows: LabelledRows): Promise<(table: FeatureTable) => Float64Array> };
