/** FNV-1a over the parts of a key: streams of different keys do not follow each other. */
function hashKey(parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('|')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A seeded stream of numbers (sfc32). Each record draws from a stream of its own key, so that any one of them can be
 * drawn again without the ones before it.
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, ...key: (string | number)[]) {
    this.a = hashKey([seed, ...key]);
    this.b = hashKey([...key, seed]);
    this.c = hashKey(['stream', seed, ...key]);
    // The first numbers still resemble the key.
    for (let round = 0; round < 12; round += 1) this.unit();
  }

  /** From 0 up to, not including, 1. */
  unit(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** True with the given probability; always draws one number. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** By multiplication of uniforms: meant for means up to about 50. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.unit();
    let count = 0;
    while (product > limit) {
      count += 1;
      product *= this.unit();
    }
    return count;
  }

  /** @throws RangeError when there is nothing to choose from */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('There is nothing to choose from.');
    return value;
  }

  /** One of the values, by their weights. */
  weighted<T>(values: readonly { value: T; weight: number }[]): T {
    let total = 0;
    for (const { weight } of values) total += weight;
    let rest = this.unit() * total;
    for (const { value, weight } of values) {
      rest -= weight;
      if (rest < 0) return value;
    }
    const last = values.at(-1);
    if (last === undefined) throw new RangeError('There is nothing to choose from.');
    return last.value;
  }
}
