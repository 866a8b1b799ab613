import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fitAdditiveModel,
  prepareAdditive,
  regularizationPath,
} from '../../../../scoring-service/learning/src/additive/fit.ts';
import { additiveMargins, fieldEffects } from '../../../../scoring-service/learning/src/additive/model.ts';
import type { AdditiveModel } from '../../../../scoring-service/learning/src/additive/model.ts';
import { seededRandom, sigmoid } from '../../../../scoring-service/learning/src/numerics.ts';
import { drawLeads } from '../model-fixture.ts';

function fit(rowCount: number, lambda: number): AdditiveModel {
  const { table, labels } = drawLeads(rowCount, 3);
  return fitAdditiveModel(table, labels, { lambda, penaltyType: 'smooth' });
}

test('effects are near the truth: half a log odds a call, one for a referral', () => {
  const model = fit(20_000, 1);
  const calls = model.fields.find(({ field }) => field === 'Calls');
  const source = model.fields.find(({ field }) => field === 'Source');
  assert.ok(calls?.kind === 'number' && source?.kind === 'category');
  const slope = ((calls.effects.at(-1) ?? 0) - (calls.effects[0] ?? 0)) / 7;
  assert.ok(Math.abs(slope - 0.5) < 0.05, String(slope));
  const referral = source.effects[source.categories.indexOf('Referral')] ?? 0;
  const web = source.effects[source.categories.indexOf('Web')] ?? 0;
  assert.ok(Math.abs(referral - web - 1) < 0.15, String(referral - web));
});

test('a missing number has a separate effect, not that of zero', () => {
  const random = seededRandom(9);
  const values = Float64Array.from({ length: 2000 }, () => (random() < 0.5 ? Number.NaN : Math.floor(5 * random())));
  const labels = Uint8Array.from(values, (value) => Number(random() < (Number.isNaN(value) ? 0.8 : 0.2)));
  const table = { rowCount: 2000, columns: [{ kind: 'number' as const, name: 'Calls', values }] };
  const field = fitAdditiveModel(table, labels, { lambda: 1, penaltyType: 'smooth' }).fields[0];
  assert.ok(field?.kind === 'number');
  assert.ok(field.missing - (field.effects[0] ?? 0) > 2);
});

test('the mean of centred effects over the training rows is 0', () => {
  const { table } = drawLeads(2000, 3);
  for (const field of fit(2000, 1).fields) {
    const effects = fieldEffects(field, table);
    assert.ok(Math.abs(effects.reduce((sum, effect) => sum + effect, 0)) < 1e-6);
  }
});

test('a larger lambda shrinks the effects', () => {
  const spread = (model: AdditiveModel) =>
    additiveMargins(model, drawLeads(500, 3).table).reduce((sum, margin) => sum + (margin - model.intercept) ** 2, 0);
  assert.ok(spread(fit(500, 100)) < spread(fit(500, 1)));
});

test('an unseen category counts as the average of the categories, however frequent each is', () => {
  const values = Array.from({ length: 1000 }, (_, row) => (row < 900 ? 'Web' : `Partner ${row % 4}`));
  const labels = Uint8Array.from(values, (value, row) => Number(value === 'Web' ? row % 10 === 0 : row % 3 > 0));
  const table = (of: string[]) => ({
    rowCount: of.length,
    columns: [{ kind: 'category' as const, name: 'Source', values: of }],
  });
  const source = fitAdditiveModel(table(values), labels, { lambda: 1, penaltyType: 'smooth' }).fields[0];
  assert.ok(source?.kind === 'category');
  const [unseen = NaN, web = NaN] = fieldEffects(source, table(['Carrier pigeon', 'Web']));
  const average = source.effects.reduce((sum, effect) => sum + effect, 0) / source.effects.length;
  assert.ok(Math.abs(unseen - average) < 0.05 && unseen - web > 1, `${unseen}, ${average}, ${web}`);
});

test('a warm start along the regularization path gives the model of a fit on its own', () => {
  const { table, labels } = drawLeads(1000, 3);
  const prepared = prepareAdditive(table, labels);
  for (const penalty of regularizationPath) {
    const warm = additiveMargins(prepared.fit(penalty), table);
    const alone = additiveMargins(fitAdditiveModel(table, labels, penalty), table);
    assert.ok(warm.every((margin, row) => Math.abs(margin - (alone[row] ?? NaN)) < 0.01));
  }
});

test('a linear number has its trend only, a smooth one may change direction', () => {
  const random = seededRandom(4);
  const values = Float64Array.from({ length: 4000 }, () => 4 * random() - 2);
  const labels = Uint8Array.from(values, (value) => Number(random() < sigmoid(2 * Math.abs(value) - 2)));
  const table = { rowCount: 4000, columns: [{ kind: 'number' as const, name: 'Age', values }] };
  const spreadOf = (penaltyType: 'linear' | 'smooth') => {
    const field = fitAdditiveModel(table, labels, { lambda: 1, penaltyType }).fields[0];
    assert.ok(field?.kind === 'number');
    return Math.max(...field.effects) - Math.min(...field.effects);
  };
  assert.ok(spreadOf('smooth') > 2 && spreadOf('linear') < 1, `${spreadOf('smooth')}, ${spreadOf('linear')}`);
});

test('automatic relevance determination shrinks a field of noise and leaves one of signal', () => {
  const random = seededRandom(5);
  const draw = (levels: number) => Array.from({ length: 3000 }, () => `level ${Math.floor(levels * random())}`);
  const [signal, noise] = [draw(20), draw(60)];
  const effectOf = new Map(Array.from({ length: 20 }, (_, level) => [`level ${level}`, 3 * random() - 1.5]));
  const labels = Uint8Array.from(signal, (level) => Number(random() < sigmoid(effectOf.get(level) ?? 0)));
  const columns = [
    { kind: 'category' as const, name: 'Signal', values: signal },
    { kind: 'category' as const, name: 'Noise', values: noise },
  ];
  const spreads = (['smooth', 'relevance'] as const).map((penaltyType) =>
    fitAdditiveModel({ rowCount: 3000, columns }, labels, { lambda: 1, penaltyType }).fields.map(({ effects }) =>
      Math.sqrt(effects.reduce((sum, effect) => sum + effect ** 2, 0) / effects.length),
    ),
  );
  const [[signalBefore = 0, noiseBefore = 0] = [], [signalAfter = 0, noiseAfter = 0] = []] = spreads;
  assert.ok(noiseAfter < 0.6 * noiseBefore && signalAfter > 0.9 * signalBefore, JSON.stringify(spreads));
});
