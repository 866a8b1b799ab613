import { z } from 'zod';

const checksumLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The first 15 letters of an id, which its 15-letter and 18-letter forms share. */
export const shortId = (recordId: string): string => recordId.slice(0, 15);

/** The 18-letter form of an id: its last three letters encode which of the first 15 are capitals. */
export function toLongId(recordId: string): string {
  if (recordId.length !== 15) return recordId;
  const groups = [0, 5, 10].map((start) => recordId.slice(start, start + 5));
  const letterOf = (group: string): string =>
    checksumLetters[[...group].reduce((sum, letter, bit) => sum + (/[A-Z]/.test(letter) ? 2 ** bit : 0), 0)] ?? '';
  return recordId + groups.map(letterOf).join('');
}

/**
 * The id of a record of the org, with 15 or 18 letters. The org refuses a whole query for one id whose last three letters
 * do not fit the others, which is what a typo or a program that changes case makes of an id.
 */
export const recordIdSchema = z
  .string()
  .regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/, 'A Salesforce id has 15 or 18 letters and digits.')
  .refine(
    (id) => id.length !== 18 || toLongId(shortId(id)) === id,
    'The last three letters of the id do not fit the others. Copy the id again.',
  );

/** The id of a score goal in either form, read as the long one, by which the service keeps models and runs. */
export const goalIdSchema = recordIdSchema.overwrite(toLongId);

/** Whether a text has the form of a record id. */
export const isRecordId = (text: string): boolean => recordIdSchema.safeParse(text).success;
