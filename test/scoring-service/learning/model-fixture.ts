import { fitAdditiveModel } from '../../../scoring-service/learning/src/additive/fit.ts';
import { fitEncoder } from '../../../scoring-service/learning/src/fit-encoder.ts';
import type { ScoringModel } from '../../../scoring-service/learning/src/scoring-model.ts';
import { seededRandom, sigmoid } from '../../../scoring-service/learning/src/numerics.ts';
import type { FeatureTable } from '../../../scoring-service/learning/src/table.ts';

/** Leads with a number that may be missing, a field of few categories and one of many. */
export function drawLeads(rowCount: number, seed: number): { table: FeatureTable; labels: Uint8Array } {
  const random = seededRandom(seed);
  const calls = new Float64Array(rowCount);
  const sources: (string | undefined)[] = [];
  const cities: (string | undefined)[] = [];
  const labels = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    calls[row] = random() < 0.2 ? Number.NaN : Math.floor(8 * random());
    const isReferral = random() < 0.3;
    sources.push(isReferral ? 'Referral' : random() < 0.1 ? undefined : 'Web');
    const city = Math.floor(12 * random());
    cities.push(random() < 0.1 ? undefined : `City ${city}`);
    const margin = (calls[row] || 0) * 0.5 + (isReferral ? 1 : 0) + (city % 3 === 0 ? 0.5 : 0) - 2.5;
    labels[row] = Number(random() < sigmoid(margin));
  }
  const columns: FeatureTable['columns'] = [
    { kind: 'number', name: 'Calls', values: calls },
    { kind: 'category', name: 'Source', values: sources },
    { kind: 'category', name: 'City', values: cities },
  ];
  return { table: { rowCount, columns }, labels };
}

/** A blend of two hand-made trees and a fitted additive model; `City` is target-encoded. */
export function makeModel(): ScoringModel {
  const { table, labels } = drawLeads(400, 1);
  const encoder = fitEncoder(table, labels, { maxOneHot: 2 });
  const columnCount = 1 + 3 + 4;
  return {
    fields: table.columns.map(({ name, kind }) => ({ name, kind })),
    treeWeight: 0.6,
    trees: {
      encoder,
      ensemble: {
        baseMargin: -0.4,
        columnCount,
        roots: Int32Array.of(0, 5),
        feature: Int32Array.of(0, 4, -1, -1, -1, 1, -1, -1),
        threshold: Float32Array.of(3.5, 0.4, 0.9, -0.8, 0.35, 0.5, -0.2, 0.7),
        left: Int32Array.of(1, 3, -1, -1, -1, 6, -1, -1),
        missing: Int32Array.of(2, 3, -1, -1, -1, 6, -1, -1),
        cover: Float32Array.of(100, 60, 40, 35, 25, 100, 70, 30),
      },
    },
    additive: fitAdditiveModel(table, labels, { lambda: 1, penaltyType: 'smooth' }),
    calibration: { low: 1.1, high: 0.8, shift: -0.2 },
    reference: [0.05, 0.1, 0.2, 0.2, 0.4, 0.9],
  };
}
