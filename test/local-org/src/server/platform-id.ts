import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that make a case-sensitive id of 15 characters safe where case is ignored. */
function checksum(id: string): string {
  return [0, 5, 10]
    .map((start) => {
      const bits = [...id.slice(start, start + 5)].map((character, index) =>
        /[A-Z]/.test(character) ? 1 << index : 0,
      );
      return alphabet[bits.reduce<number>((sum, bit) => sum + bit, 0)] ?? '';
    })
    .join('');
}

/** A new id of 18 characters for a thing that is no record: a job, a cursor, a deploy. */
export function platformId(prefix: string): string {
  const random = Array.from({ length: 15 - prefix.length }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
  const id = `${prefix}${random}`;
  return `${id}${checksum(id)}`;
}
