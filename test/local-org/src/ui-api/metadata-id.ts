import { createHash } from 'node:crypto';
import { formatRecordId } from '../storage/record-id.ts';

// As many numbers as an id has room for, within what a number holds exactly.
const numbers = 2n ** 52n;

/** The id of a piece of metadata: the same for as long as its name is. */
export function metadataId(keyPrefix: string, name: string): string {
  const digest = createHash('md5').update(name).digest().readBigUInt64BE();
  return formatRecordId(keyPrefix, 'Lo0', Number(digest % numbers));
}
