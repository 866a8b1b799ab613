import { createHmac, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyOf } from '../../domain/features/protect-row.ts';
import { isMissing } from './is-missing.ts';

const keyBytes = 32;

/** HMAC-SHA256 in hexadecimal with this secret. */
export const keyedBy =
  (secret: Buffer): KeyOf =>
  (value) =>
    createHmac('sha256', secret).update(value).digest('hex');

/** Keys that nothing outside this process can compute. */
export const randomKeyOf = (): KeyOf => keyedBy(randomBytes(keyBytes));

/**
 * The keys of an extraction. Their secret lies beside its pages, so that pages read after a restart agree with those
 * read before, and ends with them.
 */
export async function folderKeyOf(folder: string): Promise<KeyOf> {
  const path = join(folder, 'key');
  try {
    return keyedBy(await readFile(path));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const secret = randomBytes(keyBytes);
  await writeFile(`${path}.part`, secret, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return keyedBy(secret);
}
