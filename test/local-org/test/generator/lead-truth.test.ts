import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadTruth, truthOf } from '../../src/generator/lead-truth.ts';
import type { LeadTruth } from '../../src/generator/lead-truth.ts';
import { trueProbability } from '../../src/generator/outcome-timing.ts';
import { staticEffects } from '../../src/generator/static-effects.ts';
import type { GeneratorOptions } from '../../src/generator/world.ts';

const dayMs = 86_400_000;
const timeframeDays = 90;
const options: GeneratorOptions = { seed: 11, leads: 20_000, endsAt: new Date('2026-01-01T00:00:00Z') };
const truths = [...truthOf(options)];

type Observed = { probability: number; converts: boolean };

/** The leads still open at the age whose timeframe is over: the rows that a model may be trained on. */
function observe(ageDays: number): Observed[] {
  const isMature = (lead: LeadTruth): boolean =>
    lead.created.getTime() + (ageDays + timeframeDays) * dayMs <= options.endsAt.getTime();
  const openDays = (lead: LeadTruth): number => lead.convertedAfterDays ?? lead.closedAfterDays ?? Infinity;
  return truths
    .filter((lead) => isMature(lead) && openDays(lead) > ageDays)
    .map((lead) => ({
      probability: lead.probability(ageDays, timeframeDays),
      converts: lead.convertedAfterDays !== undefined && lead.convertedAfterDays <= ageDays + timeframeDays,
    }));
}

function areaUnderCurve(observed: Observed[]): number {
  const sorted = observed.toSorted((one, other) => one.probability - other.probability);
  const ranks = sorted.flatMap(({ converts }, index) => (converts ? [index + 1] : []));
  const rankSum = ranks.reduce((sum, rank) => sum + rank, 0);
  const positives = ranks.length;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives));
}

/** The distance of the realised from the expected conversions, in standard errors. */
function deviation(observed: Observed[]): number {
  const expected = observed.reduce((sum, { probability }) => sum + probability, 0);
  const variance = observed.reduce((sum, { probability }) => sum + probability * (1 - probability), 0);
  return (observed.filter(({ converts }) => converts).length - expected) / Math.sqrt(variance);
}

test('12 to 16 percent of the leads have converted', () => {
  const share = truths.filter(({ convertedAfterDays }) => convertedAfterDays !== undefined).length / truths.length;
  assert.ok(share >= 0.12 && share <= 0.16, `share ${share}`);
});

for (const ageDays of [0, 7, 30, 60]) {
  test(`conversions follow the true probability, decile by decile, ${ageDays} days after creation`, () => {
    const sorted = observe(ageDays).toSorted((one, other) => one.probability - other.probability);
    const size = Math.ceil(sorted.length / 10);
    const deviations = Array.from({ length: 10 }, (_, decile) =>
      deviation(sorted.slice(decile * size, (decile + 1) * size)),
    );
    assert.ok(Math.abs(deviation(sorted)) < 3, `as a whole: ${deviation(sorted)}`);
    assert.ok(
      deviations.every((value) => Math.abs(value) < 3.5),
      `by decile: ${deviations.map((value) => value.toFixed(1)).join(' ')}`,
    );
  });
}

test('the true probability ranks open leads of 30 days realistically well', () => {
  const area = areaUnderCurve(observe(30));
  assert.ok(area >= 0.8 && area <= 0.88, `area under the curve ${area}`);
});

test('a lead is known by its id alone, of 15 or 18 characters', () => {
  const lead = truths[4321];
  assert.ok(lead !== undefined);
  const { probability, ...facts } = lead;
  assert.deepEqual({ ...leadTruth(options, lead.id), probability: undefined }, { ...facts, probability: undefined });
  assert.equal(leadTruth(options, lead.id.slice(0, 15))?.probability(7, 90), probability(7, 90));
});

test('an id of another org has no truth', () => {
  assert.equal(leadTruth(options, '00Q000000000001EAA'), undefined);
  assert.equal(leadTruth(options, ''), undefined);
  assert.equal(leadTruth({ ...options, leads: 10 }, truths[10]?.id ?? ''), undefined);
});

test('another seed gives another truth', () => {
  const [other] = truthOf({ ...options, seed: 12 });
  assert.notEqual(other?.eventual, truths[0]?.eventual);
});

test('the true probability grows with the timeframe and stays a probability', () => {
  const probabilities = [30, 60, 90, 120, 180, 365].map((days) => trueProbability(0.4, 14, days));
  assert.deepEqual(
    probabilities,
    probabilities.toSorted((one, other) => one - other),
  );
  assert.ok(probabilities.every((probability) => probability > 0 && probability < 1));
});

test('static effects come strongest first, each centred and with its stated strength', () => {
  const strengths = staticEffects.map(({ strength }) => strength);
  assert.deepEqual(
    strengths,
    strengths.toSorted((one, other) => other - one),
  );
  for (const { field, levels, strength } of staticEffects) {
    const mean = levels.reduce((sum, { share, effect }) => sum + share * effect, 0);
    const variance = levels.reduce((sum, { share, effect }) => sum + share * effect ** 2, 0);
    assert.ok(Math.abs(mean) < 1e-9 && Math.abs(Math.sqrt(variance) - strength) < 1e-9, field);
  }
});

test('options out of range are refused', () => {
  assert.throws(() => leadTruth({ ...options, leads: 0 }, ''), RangeError);
  assert.throws(() => leadTruth({ ...options, seed: 1.5 }, ''), RangeError);
  assert.throws(() => leadTruth({ ...options, endsAt: new Date('never') }, ''), RangeError);
});
