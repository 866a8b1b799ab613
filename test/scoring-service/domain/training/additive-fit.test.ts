import assert from 'node:assert/strict';
import { test } from 'node:test';
import { additiveMargins, fieldEffects } from '../../../../scoring-service/src/domain/model/additive-model.ts';
import type { AdditiveModel } from '../../../../scoring-service/src/domain/model/additive-model.ts';
import { additivePath, fitAdditiveModel } from '../../../../scoring-service/src/domain/training/additive-fit.ts';
import { seededRandom } from '../../../../scoring-service/src/domain/training/seeded-random.ts';
import { drawLeads } from '../model/model-fixture.ts';

function fit(rowCount: number, strength: number): AdditiveModel {
  const { table, labels } = drawLeads(rowCount, 3);
  return fitAdditiveModel(table, labels, strength);
}

test('effects follow the truth: half a log odds a call, one for a referral', () => {
  const model = fit(20_000, 1);
  const calls = model.fields.find(({ field }) => field === 'Calls');
  const source = model.fields.find(({ field }) => field === 'Source');
  assert.ok(calls?.kind === 'number' && source?.kind === 'levels');
  const slope = ((calls.effects.at(-1) ?? 0) - (calls.effects[0] ?? 0)) / 7;
  assert.ok(Math.abs(slope - 0.5) < 0.05, String(slope));
  const referral = source.effects[source.levels.indexOf('Referral')] ?? 0;
  const web = source.effects[source.levels.indexOf('Web')] ?? 0;
  assert.ok(Math.abs(referral - web - 1) < 0.15, String(referral - web));
});

test('a missing number has an effect of its own, not that of zero', () => {
  const random = seededRandom(9);
  const values = Float64Array.from({ length: 2000 }, () => (random() < 0.5 ? Number.NaN : Math.floor(5 * random())));
  const labels = Uint8Array.from(values, (value) => Number(random() < (Number.isNaN(value) ? 0.8 : 0.2)));
  const table = { rowCount: 2000, columns: [{ kind: 'number' as const, name: 'Calls', values }] };
  const field = fitAdditiveModel(table, labels, 1).fields[0];
  assert.ok(field?.kind === 'number');
  assert.ok(field.missing - (field.effects[0] ?? 0) > 2);
});

test('centred effects average to nothing over the training rows', () => {
  const { table } = drawLeads(2000, 3);
  for (const field of fit(2000, 1).fields) {
    const effects = fieldEffects(field, table);
    assert.ok(Math.abs(effects.reduce((sum, effect) => sum + effect, 0)) < 1e-6);
  }
});

test('a stiffer penalty flattens the effects', () => {
  const spread = (model: AdditiveModel) =>
    additiveMargins(model, drawLeads(500, 3).table).reduce((sum, margin) => sum + (margin - model.intercept) ** 2, 0);
  assert.ok(spread(fit(500, 100)) < spread(fit(500, 1)));
});

test('an unseen level adds nothing', () => {
  const model = fit(500, 1);
  const source = model.fields.find(({ field }) => field === 'Source');
  assert.ok(source);
  const unseen = { rowCount: 1, columns: [{ kind: 'category' as const, name: 'Source', values: ['Carrier pigeon'] }] };
  assert.equal(fieldEffects(source, unseen)[0], 0);
});

test('a model on a path of penalties is the one that is fitted by itself', () => {
  const { table, labels } = drawLeads(1000, 3);
  const last = additivePath(table, labels, [30, 3, 1]).toArray()[2];
  assert.ok(last);
  const [walked, alone] = [last, fit(1000, 1)].map((model) => additiveMargins(model, table));
  assert.ok(walked?.every((margin, row) => Math.abs(margin - (alone?.[row] ?? NaN)) < 0.01));
});
