import type { FeatureTable, LabelledRows } from '@plumbline/learning';

/** Another way to predict, for comparison only: learns from rows, gives probabilities of unseen ones. */
export type Peer = { name: string; fit(rows: LabelledRows): Promise<(table: FeatureTable) => Float64Array> };
