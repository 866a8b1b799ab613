import type { FeatureTable } from '../features/feature-table.ts';
import type { AdditiveField, AdditiveModel } from '../model/additive-model.ts';
import { basisSize, buildDesign, fitBasis } from './additive-design.ts';
import type { FieldBasis } from './additive-design.ts';
import { fitPenalisedLogistic } from './penalised-logistic.ts';
import type { LogisticCoefficients, SparseDesign } from './penalised-logistic.ts';

/** An additive logistic model; a strong penalty flattens the effects towards the average. */
export function fitAdditiveModel(table: FeatureTable, labels: Uint8Array, strength: number): AdditiveModel {
  const basis = fitBasis(table);
  const design = buildDesign(basis, table);
  return toModel(basis, columnMasses(design), fitPenalisedLogistic(design, labels, { strength }));
}

/** Models of the same rows, one for each strength of the penalty, made as they are asked for; each starts from the last. */
export function* additivePath(
  table: FeatureTable,
  labels: Uint8Array,
  strengths: number[],
): Generator<AdditiveModel, void> {
  const basis = fitBasis(table);
  const design = buildDesign(basis, table);
  const masses = columnMasses(design);
  let start: LogisticCoefficients | undefined;
  for (const strength of strengths) {
    start = fitPenalisedLogistic(design, labels, { strength, start });
    yield toModel(basis, masses, start);
  }
}

/** The mean entry of every design column. */
function columnMasses({ rowCount, columnCount, columns, weights }: SparseDesign): Float64Array {
  const masses = new Float64Array(columnCount);
  columns.forEach((column, entry) => {
    if (column >= 0) masses[column] = (masses[column] as number) + (weights[entry] as number) / rowCount;
  });
  return masses;
}

/** Centres every field's effects, so that a field that says nothing unusual contributes nothing. */
function toModel(
  basis: FieldBasis[],
  masses: Float64Array,
  { intercept, coefficients }: LogisticCoefficients,
): AdditiveModel {
  let first = 0;
  let centred = intercept;
  const fields = basis.map((field): AdditiveField => {
    const own = coefficients.subarray(first, first + basisSize(field));
    const average = own.reduce((sum, effect, index) => sum + effect * (masses[first + index] as number), 0);
    first += own.length;
    centred += average;
    return toField(field, own, average);
  });
  return { intercept: centred, fields };
}

/** What has no column of its own (a value never seen, or missing where nothing was missing) has an effect of 0. */
function toField(basis: FieldBasis, coefficients: Float64Array, average: number): AdditiveField {
  const effectAt = (index: number) => (coefficients[index] ?? 0) - average;
  const { field } = basis;
  const missing = basis.hasMissing ? effectAt(coefficients.length - 1) : 0;
  if (basis.kind === 'number') {
    const { knots } = basis;
    return { kind: 'number', field, knots, effects: knots.map((_, index) => effectAt(index)), missing };
  }
  const { levels } = basis;
  const other = basis.hasOther ? effectAt(levels.length) : 0;
  return { kind: 'levels', field, levels, effects: levels.map((_, index) => effectAt(index)), other, missing };
}
