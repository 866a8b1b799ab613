/** A number feature, one value a row; NaN where the org does not say. */
export type NumberColumn = { kind: 'number'; name: string; values: Float64Array };

/** A category feature, one value a row; undefined where the org does not say. */
export type CategoryColumn = { kind: 'category'; name: string; values: (string | undefined)[] };

export type FeatureColumn = NumberColumn | CategoryColumn;

/** Feature values by column: what the feature engine gives and every model reads. All columns have `rowCount` values. */
export type FeatureTable = { rowCount: number; columns: FeatureColumn[] };
