import { SfError } from '@salesforce/core';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Fails early if a file cannot be written, before the run whose results it would contain. */
export async function requireFolderOf(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new SfError(
      `The file ${file} can't be written: the folder ${folder} doesn't exist, or you don't have write access to it.`,
      'FolderNotWritableError',
      ['Create the folder, or specify a file in another folder.'],
      cause instanceof Error ? cause : undefined,
    );
  }
}
