import { additiveMargins, fieldEffects } from './additive/model.ts';
import type { AdditiveModel } from './additive/model.ts';
import { calibrateMargin } from './calibration.ts';
import { encodeTable, fieldOfColumn } from './encoder.ts';
import { blendMargins } from './scoring-model.ts';
import type { ScoringModel, TreeLearner } from './scoring-model.ts';
import type { FeatureTable } from './table.ts';
import { treeMargins } from './trees/ensemble.ts';
import { createRowReader, createTreeExplainer } from './trees/shap.ts';
import type { TreeExplainer } from './trees/shap.ts';

type Importance = 'low' | 'medium' | 'high';

/**
 * What one field adds to the log odds, against an average record: `contribution` to those of the published probability,
 * `uncalibrated` to those before calibration. `value` is that of the record, undefined where it is missing.
 */
export type FieldContribution = {
  field: string;
  value: number | string | undefined;
  contribution: number;
  uncalibrated: number;
  importance: Importance;
};

/** A field that at least doubles or halves the odds is of high importance, one that changes them by a quarter of medium. */
const HIGH_FROM = Math.log(2);
const MEDIUM_FROM = Math.log(1.25);

/** The importance of a contribution c to the log odds by the odds ratio e^|c|: high from 2, medium from 1.25. */
export function importanceOf(contribution: number): Importance {
  const size = Math.abs(contribution);
  if (size >= HIGH_FROM) return 'high';
  return size >= MEDIUM_FROM ? 'medium' : 'low';
}

/**
 * Contributions of every field of the model to one row, the largest first, equals in the model's order; with the log odds
 * of the average record they add up to the margin of the row: `contribution` with `averageMargin` to the calibrated one,
 * `uncalibrated` with `baseMargin` to the one before calibration.
 */
export type Explainer = ((table: FeatureTable, row: number) => FieldContribution[]) & {
  averageMargin: number;
  baseMargin: number;
};

/**
 * Explains rows of tables: treeWeight · SHAP value of the trees (exact TreeSHAP, Lundberg et al. 2018)
 * + (1 − treeWeight) · effect in the additive model, times the slope of the calibration between the average record and
 * the row. A table is prepared when its first row is explained and kept until another table follows, so callers go table
 * by table.
 */
export function createExplainer(model: ScoringModel): Explainer {
  const names = model.fields.map(({ name }) => name);
  const { trees, additive, treeWeight, calibration } = model;
  const treeFields = trees ? positionsOfColumns(trees, names) : new Int32Array();
  const treeExplainer = trees && createTreeExplainer(trees.ensemble, { fieldOfColumn: treeFields });
  const average = treeWeight * (treeExplainer?.bias ?? 0) + (1 - treeWeight) * (additive?.intercept ?? 0);
  const averageMargin = calibrateMargin(calibration, average);
  let prepared: PreparedTable | undefined;

  const explain = (table: FeatureTable, row: number): FieldContribution[] => {
    if (prepared?.table !== table) prepared = prepareTable(model, table, treeExplainer);
    const { ofTrees, effects, margins, values } = prepared;
    const treeEffects = ofTrees?.(row);
    const slope = slopeBetween(average, margins[row]);
    const contributions = names.map((field, index): FieldContribution => {
      const effect = (effects[index]?.[row] ?? 0) * (1 - treeWeight);
      const uncalibrated = treeWeight * (treeEffects?.[index] ?? 0) + effect;
      const contribution = slope * uncalibrated;
      return { field, value: values[index]?.(row), contribution, uncalibrated, importance: importanceOf(contribution) };
    });
    return contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  };
  return Object.assign(explain, { averageMargin, baseMargin: average });

  /** (C(to) − C(from)) / (to − from): the slope of the calibration C between two margins. */
  function slopeBetween(from: number, to: number): number {
    const distance = to - from;
    if (Math.abs(distance) < 1e-9)
      return calibrateMargin(calibration, from + 0.5) - calibrateMargin(calibration, from - 0.5);
    return (calibrateMargin(calibration, to) - calibrateMargin(calibration, from)) / distance;
  }
}

/** What is computed once a table; `effects` and `values` are in the order of the model's fields. */
type PreparedTable = {
  table: FeatureTable;
  ofTrees: ((row: number) => Float64Array) | undefined;
  effects: (Float64Array | undefined)[];
  margins: Float64Array;
  values: ((row: number) => number | string | undefined)[];
};

function prepareTable(model: ScoringModel, table: FeatureTable, explainer: TreeExplainer | undefined): PreparedTable {
  const { trees, additive, treeWeight } = model;
  const effectOf = sumEffects(additive, table);
  const matrix = trees && encodeTable(trees.encoder, table);
  return {
    table,
    ofTrees: explainer && matrix && createRowReader(explainer, matrix),
    effects: model.fields.map(({ name }) => effectOf.get(name)),
    margins: blendMargins(
      treeWeight,
      trees && matrix && treeMargins(trees.ensemble, matrix),
      additive && additiveMargins(additive, table),
      table.rowCount,
    ),
    values: model.fields.map(({ name }) => {
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column?.kind !== 'number') return (row) => column?.values[row];
      return (row) => (Number.isFinite(column.values[row]) ? column.values[row] : undefined);
    }),
  };
}

/** The effects of every field; one with an effect as a whole and one of its tokens has the sum of both. */
function sumEffects(additive: AdditiveModel | undefined, table: FeatureTable): Map<string, Float64Array> {
  const effectOf = new Map<string, Float64Array>();
  for (const field of additive?.fields ?? []) {
    const effects = fieldEffects(field, table);
    const others = effectOf.get(field.field);
    effectOf.set(field.field, others ? effects.map((effect, row) => effect + others[row]) : effects);
  }
  return effectOf;
}

function positionsOfColumns({ encoder }: TreeLearner, names: string[]): Int32Array {
  return fieldOfColumn(encoder).map((field) => names.indexOf(encoder.fields[field]?.field ?? ''));
}
