import { createHash } from 'node:crypto';
import { formatRecordId } from '../storage/record-id.ts';

// As many numbers as fit an id, up to the largest safe integer.
const numbers = 2n ** 52n;

/** The id of a piece of metadata, derived from its name. */
export function metadataId(keyPrefix: string, name: string): string {
  const digest = createHash('md5').update(name).digest().readBigUInt64BE();
  return formatRecordId(keyPrefix, 'Lo0', Number(digest % numbers));
}
