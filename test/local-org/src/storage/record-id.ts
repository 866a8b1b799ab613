const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checksumAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const shape = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Whether the text is an id: of 15 characters, or of 18 whose last three fit the others. */
export const isRecordId = (text: string): boolean =>
  shape.test(text) && (text.length === 15 || toLongId(text.slice(0, 15)) === text);

/** The 18 characters of an id of 15, whose last three carry the case of the others; anything else as it is. */
export function toLongId(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let offset = 0; offset < 5; offset += 1) {
      const code = id.charCodeAt(block + offset);
      if (code >= 65 && code <= 90) bits |= 1 << offset;
    }
    suffix += checksumAlphabet.charAt(bits);
  }
  return id + suffix;
}

/** The id with this number, 18 characters; ids of one object sort as their numbers. */
export function formatRecordId(keyPrefix: string, instance: string, number: number): string {
  let rest = number;
  let text = '';
  for (let position = 0; position < 9; position += 1) {
    text = digits.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return toLongId(keyPrefix + instance + text);
}

/** The number behind an id made by `formatRecordId`. */
export function recordNumber(id: string): number {
  let number = 0;
  for (const character of id.slice(6, 15)) number = number * 62 + digits.indexOf(character);
  return number;
}
