import { openStages } from './opportunity-plan.ts';

const stepDays = 0.25;
const stepsADay = 1 / stepDays;
const longestDays = 800;
// Within a step a stage is left at a steady rate: so short that the error is far below what is drawn.
const substeps = 10;

/** By stage, the share of its won opportunities that are won after so many steps. */
const wonAfter: readonly Float64Array[] = openStages.map((_, stage) => {
  const rates = openStages.slice(stage).map(({ meanDays }) => 1 / meanDays);
  const inStage = Float64Array.from(rates, (_rate, index) => (index === 0 ? 1 : 0));
  const table = new Float64Array(longestDays * stepsADay + 1);
  let isWon = 0;
  for (let step = 1; step < table.length; step += 1) {
    for (let part = 0; part < substeps; part += 1) {
      let arriving = 0;
      rates.forEach((rate, index) => {
        const leaving = (inStage[index] ?? 0) * (1 - Math.exp((-rate * stepDays) / substeps));
        inStage[index] = (inStage[index] ?? 0) - leaving + arriving;
        arriving = leaving;
      });
      isWon += arriving;
    }
    table[step] = isWon;
  }
  return table;
});

/** P(won within so many days | it will be won, and is in this stage), whatever happened before. */
export function wonWithin(stage: number, days: number): number {
  const table = wonAfter[stage];
  if (table === undefined) throw new RangeError(`There is no stage ${stage}.`);
  if (days <= 0) return 0;
  const place = Math.min(days * stepsADay, table.length - 1);
  const before = Math.floor(place);
  const [low = 0, high = 1] = [table[before], table[Math.min(before + 1, table.length - 1)]];
  return low + (high - low) * (place - before);
}

/**
 * P(won | it is in this stage), where `eventual` is the prior: a lost opportunity ends after each stage with the same
 * probability, so every stage reached raises the probability of a win.
 */
export function stillWon(stage: number, eventual: number): number {
  const lostButHere = (1 - eventual) * ((openStages.length - stage) / openStages.length);
  return eventual / (eventual + lostButHere);
}

/** Of opportunities that come at a rate of one a day and will be won, how many are created and won within so many days. */
export function createdAndWonWithin(days: number): number {
  const steps = Math.round(days * stepsADay);
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum += wonWithin(0, (step + 0.5) * stepDays) * stepDays;
  return sum;
}
