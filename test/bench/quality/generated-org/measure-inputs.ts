import { setImmediate } from 'node:timers/promises';
import type { GoalInput } from '@plumbline/contract';
import { fit } from '@plumbline/learning';
import { trainTrees } from '../../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { trainedInputs } from '../../../../scoring-service/src/domain/quality/input-figures.ts';
import { GAP_MS, readOrgRows } from './read-rows.ts';
import type { OrgOptions } from './read-rows.ts';

/** Every input of a goal on the leads of an org, as the card of its model has it. */
export type InputsMeasurement = { name: string; testAuc: number; rows: number; inputs: GoalInput[] };

/** Trains on a generated org as a run does. */
export async function measureInputs(name: string, options: OrgOptions): Promise<InputsMeasurement> {
  const { rows, plan, leaks } = await readOrgRows(options);
  const { evaluation } = await fit(rows, trainTrees, { seed: 1, gapMs: GAP_MS, pause: () => setImmediate() });
  const { auc, importance } = evaluation.test;
  const found = leaks.map((field) => ({ field, label: field, reason: 'It reveals the outcome.' }));
  return {
    name,
    testAuc: auc.auc,
    rows: rows.labels.length,
    inputs: trainedInputs(plan, { rows, importance, leaks: found }),
  };
}

const percent = (share: number | undefined): string => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);

/** The inputs as a Markdown table. */
export function describeInputs({ name, testAuc, rows, inputs }: InputsMeasurement): string {
  const lines = inputs.map(({ group, label, state, isComputed, from, missing, weight, reason, nextStep }) => {
    const sources = from.map(({ source }) => source).join(', ');
    const source = isComputed && sources !== '' ? `computed from ${sources}` : sources;
    const why = state === 'used' ? '' : [reason, nextStep].filter((part) => part !== undefined).join(' ');
    return `| ${[group, label, source, percent(missing), percent(weight), state, why].join(' | ')} |`;
  });
  return [
    `${name}: ${rows} rows, AUC of the newest ${testAuc.toFixed(4)}`,
    '',
    '| group | input | from | without a value | weight | state | why, next step |',
    '| --- | --- | --- | ---: | ---: | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
