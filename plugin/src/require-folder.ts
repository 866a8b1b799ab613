import { SfError } from '@salesforce/core';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Refuses a file that could not be written, before anything is done whose outcome it is to hold. */
export async function requireFolderOf(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new SfError(
      `${file} cannot be written: the folder ${folder} is not there, or not yours to write to.`,
      'FolderNotWritableError',
      ['Make the folder, or name a file in another one.'],
      cause instanceof Error ? cause : undefined,
    );
  }
}
