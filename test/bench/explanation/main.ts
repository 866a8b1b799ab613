import { parseArgs } from 'node:util';
import { createExplainer, encodeTable, seededRandom, sigmoid } from '@plumbline/learning';
import type { FeatureTable, ScoringModel, BoosterParameters } from '@plumbline/learning';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { topFactors } from '../../../scoring-service/src/domain/evaluation/factors.ts';
import type { FactorField } from '../../../scoring-service/src/domain/evaluation/factors.ts';

const usage = `node test/bench/explanation/main.ts [--records 100000]
Exact contributions of every field and the five largest as text, in batches as in a bulk run: one thread, 60 fields, a
fifth of the values missing.`;

const { values } = parseArgs({
  options: { records: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const FIELDS = 60;
const TRAINING_ROWS = 8000;
const BATCH = 2000;
const names = Array.from({ length: FIELDS }, (_, index) => `input_${index}`);
const fields: FactorField[] = names.map((name) => ({
  name,
  label: `Days since the last ${name}`,
  unit: 'days',
  sources: ['Task'],
}));
const encoder: NonNullable<ScoringModel['trees']>['encoder'] = {
  fields: names.map((field) => ({ kind: 'number', field })),
};

function drawTable(rowCount: number, seed: number): FeatureTable {
  const random = seededRandom(seed);
  const draw = (): number => (random() < 0.2 ? Number.NaN : Math.round(100 * random()));
  const columns = names.map((name) => ({
    kind: 'number' as const,
    name,
    values: new Float64Array(rowCount).map(draw),
  }));
  return { rowCount, columns };
}

/** Every field counts a little, so that trees use all of them. */
function drawLabels({ columns, rowCount }: FeatureTable): Uint8Array {
  const random = seededRandom(3);
  const margins = new Float64Array(rowCount);
  for (const [field, { values: inputs }] of columns.entries()) {
    margins.forEach((margin, row) => (margins[row] = margin + Math.sin(field + (Number(inputs[row]) || 0) / 25) / 3));
  }
  return Uint8Array.from(margins, (margin) => Number(random() < sigmoid(margin)));
}

async function trainModel(trees: number, maxDepth: number): Promise<ScoringModel> {
  const table = drawTable(TRAINING_ROWS, 1);
  const parameters: BoosterParameters = {
    ...{ trees, maxDepth, learningRate: 0.05, minChildWeight: 1, gamma: 0, lambda: 1, alpha: 0 },
    ...{ subsample: 0.8, columnSample: 0.8, seed: 1 },
  };
  const ensemble = await trainTrees(encodeTable(encoder, table), drawLabels(table), parameters);
  return {
    fields: names.map((name) => ({ name, kind: 'number' })),
    treeWeight: 1,
    trees: { encoder, ensemble },
    calibration: { low: 1, high: 1, shift: 0 },
    reference: [0.5],
  };
}

const records = Number(values.records);
for (const [trees, depth] of [
  [200, 5],
  [400, 6],
] as const) {
  const model = await trainModel(trees, depth);
  const preparedMs = performance.now();
  const explain = createExplainer(model);
  const startedMs = performance.now();
  const before = process.cpuUsage();
  let reasons = 0;
  for (let done = 0; done < records; done += BATCH) {
    const table = drawTable(Math.min(BATCH, records - done), done);
    for (let row = 0; row < table.rowCount; row++) reasons += topFactors(explain(table, row), fields).length;
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${trees} trees of depth ${depth}: ${records} records in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor time ` +
      `(${Math.round(records / seconds)} a second), ${reasons} reasons, prepared in ${Math.round(startedMs - preparedMs)} ms`,
  );
}
