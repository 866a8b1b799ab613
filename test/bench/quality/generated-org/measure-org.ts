import { setImmediate } from 'node:timers/promises';
import { fieldImportance, fitModel, scoreTable, selectRows, splitRows } from '@plumbline/learning';
import { trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { staticEffects } from '../../../local-org/src/generator/static-effects.ts';
import { figuresOf } from '../figures.ts';
import type { Figures } from '../figures.ts';
import { peers } from '../peers/peers.ts';
import { GAP_MS, readOrgRows } from './read-rows.ts';

export type OrgMeasurement = {
  leads: number;
  trainRows: number;
  testRows: number;
  choice: string;
  leaks: string[];
  seconds: number;
  truth: Figures;
  product: Figures;
  peers: { name: string; figures: Figures }[];
  /** The lead's fields by their true strength and by their importance in the model. */
  factors: { truth: string[]; model: string[] };
};

/** Fields of the truth, with the features that depend on them alone. */
const FEATURES: Record<string, string[]> = {
  Title: ['job_rank'],
  LeadSource: ['lead_source'],
  Industry: ['industry'],
  NumberOfEmployees: ['employees'],
  Product_Interest__c: ['need_type', 'Product_Interest__c'],
  Country: ['country'],
  Contact: ['has_contact'],
};

/** Fits a generated org as a run does and compares with the peers and with the true probability. */
export async function measureOrg(options: { leads: number; seed: number }, endsAt: Date): Promise<OrgMeasurement> {
  const { rows, truth, leaks } = await readOrgRows({ ...options, endsAt });
  const split = splitRows(rows, { seed: options.seed, gapMs: GAP_MS });
  const train = selectRows(rows, split.train);
  const test = selectRows(rows, split.test);
  const started = performance.now();
  const { model, choice } = await fitModel(train, trainTrees, { seed: options.seed, pause: () => setImmediate() });
  const seconds = (performance.now() - started) / 1000;
  const others: OrgMeasurement['peers'] = [];
  for (const peer of peers) {
    const probabilities = (await peer.fit(train))(test.table);
    others.push({ name: peer.name, figures: figuresOf(probabilities, test.labels) });
  }
  const importance = fieldImportance(model, test.table);
  const strengthOf = (names: string[]): number =>
    importance.reduce((sum, { field, share }) => sum + (names.includes(field) ? share : 0), 0);
  const found = Object.entries(FEATURES).map(([field, names]) => ({ field, strength: strengthOf(names) }));
  return {
    leads: options.leads,
    trainRows: train.labels.length,
    testRows: test.labels.length,
    choice: choice.reason,
    leaks,
    seconds,
    truth: figuresOf(
      Float64Array.from(split.test, (row) => truth[row] ?? Number.NaN),
      test.labels,
    ),
    product: figuresOf(scoreTable(model, test.table).probabilities, test.labels),
    peers: others,
    factors: {
      truth: staticEffects.map(({ field }) => field),
      model: found.sort((a, b) => b.strength - a.strength).map(({ field }) => field),
    },
  };
}

/** The figures as text. */
export function describeOrg(measurement: OrgMeasurement): string {
  const { leads, trainRows, testRows, truth, product, factors, choice, seconds, leaks } = measurement;
  const line = (name: string, { auc, logLoss }: Figures): string =>
    `  ${name.padEnd(20)} ${auc.auc.toFixed(4)}  ${logLoss.toFixed(4)}  ${(100 * (auc.auc / truth.auc.auc)).toFixed(1)} %`;
  const { expectedCalibrationError: error, perfectCalibrationError: perfect } = product;
  return [
    `Generated org of ${leads} leads: ${trainRows} training rows, the ${testRows} newest predicted, ${seconds.toFixed(0)} s`,
    `  ${'newest rows'.padEnd(20)} AUC     log loss of the truth's AUC`,
    line('true probability', truth),
    line('product', product),
    ...measurement.peers.map(({ name, figures }) => line(name, figures)),
    `  ECE ${error.toFixed(4)}, the truth's own ${truth.expectedCalibrationError.toFixed(4)}, ${perfect.toFixed(4)} were rows independent`,
    `  left out as leaks     ${leaks.join(', ') || 'none'}`,
    `  ${choice}`,
    `  factors in truth     ${factors.truth.join(', ')}`,
    `  factors in the model ${factors.model.join(', ')}`,
  ].join('\n');
}
