import type { FeatureTable, LabelledRows } from '@plumbline/learning';

/** Another method, for comparison only: fits rows and predicts probabilities of unseen ones. */
export type Peer = { name: string; fit(rows: LabelledRows): Promise<(table: FeatureTable) => Float64Array> };
