/** Guessing a hidden value of records from what is seen of them, when the values of others are known. Deterministic. */

/** What is seen of a record: figures by name; what is not named is 0. */
export type Seen = ReadonlyMap<string, number>;

/** Records of which everything is known, and those to be guessed. */
export type Attack = { known: { seen: Seen; value: string }[]; unknown: { seen: Seen; value: string }[] };

/** Shares of right guesses, 0 to 1, and what guessing the commonest value gets, with its standard error. */
export type Guesses = { nearest: number; neighbours: number; classifier: number; commonest: number; error: number };

const NEIGHBOURS = 15;
const EPOCHS = 30;

export function guessValues({ known, unknown }: Attack): Guesses {
  const names = [...new Set([...known, ...unknown].flatMap(({ seen }) => [...seen.keys()]))];
  const toVector = ({ seen }: { seen: Seen }): Float64Array => Float64Array.from(names, (name) => seen.get(name) ?? 0);
  const learned = known.map((record) => ({ vector: toVector(record), value: record.value }));
  const asked = unknown.map((record) => ({ vector: toVector(record), value: record.value }));
  const shareOf = (guess: (vector: Float64Array) => string | undefined): number =>
    asked.filter(({ vector, value }) => guess(vector) === value).length / asked.length;
  const usual = mostFrequent(known.map(({ value }) => value));
  const commonest = shareOf(() => usual);
  return {
    nearest: shareOf(byNeighbours(learned, 1)),
    neighbours: shareOf(byNeighbours(learned, NEIGHBOURS)),
    classifier: shareOf(fitClassifier(learned)),
    commonest,
    error: Math.sqrt((commonest * (1 - commonest)) / asked.length),
  };
}

type Learned = { vector: Float64Array; value: string };

const mostFrequent = (values: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
};

/** The most frequent value among the nearest records. */
const byNeighbours =
  (learned: readonly Learned[], count: number) =>
  (vector: Float64Array): string | undefined => {
    const distances = learned.map((record) => ({
      value: record.value,
      distance: squaredDistance(vector, record.vector),
    }));
    distances.sort((one, other) => one.distance - other.distance);
    return mostFrequent(distances.slice(0, count).map(({ value }) => value));
  };

function squaredDistance(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += ((one[index] as number) - (other[index] as number)) ** 2;
  return sum;
}

/** Multinomial logistic regression by stochastic gradient descent with a small penalty. */
function fitClassifier(learned: readonly Learned[]): (vector: Float64Array) => string | undefined {
  const classes = [...new Set(learned.map(({ value }) => value))];
  const width = (learned[0]?.vector.length ?? 0) + 1;
  const weights = classes.map(() => new Float64Array(width));
  const marginsOf = (vector: Float64Array): number[] => weights.map((ofClass) => margin(ofClass, vector));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = 0.1 / (1 + epoch / 5);
    for (const { vector, value } of learned) {
      const margins = marginsOf(vector);
      const highest = Math.max(...margins);
      const odds = margins.map((one) => Math.exp(one - highest));
      const sum = odds.reduce((all, one) => all + one, 0);
      weights.forEach((ofClass, index) => {
        const gradient = (odds[index] as number) / sum - Number(classes[index] === value);
        descend(ofClass, vector, rate, gradient);
      });
    }
  }
  return (vector) => {
    const margins = marginsOf(vector);
    return classes[margins.indexOf(Math.max(...margins))];
  };
}

function margin(weights: Float64Array, vector: Float64Array): number {
  let sum = weights[vector.length] as number;
  for (let index = 0; index < vector.length; index++) sum += (weights[index] as number) * (vector[index] as number);
  return sum;
}

const PENALTY = 1e-4;

function descend(weights: Float64Array, vector: Float64Array, rate: number, gradient: number): void {
  for (let index = 0; index < vector.length; index++) {
    const [weight, seen] = [weights[index] as number, vector[index] as number];
    if (seen !== 0) weights[index] = weight - rate * (gradient * seen + PENALTY * weight);
  }
  weights[vector.length] = (weights[vector.length] as number) - rate * gradient;
}
