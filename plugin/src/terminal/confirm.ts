import { SfError } from '@salesforce/core';
import type { SfCommand } from '@salesforce/sf-plugins-core';

/** Asks; ends the command unless the answer is yes. Where nobody can be asked the flag --no-prompt is needed. */
export async function confirmOrThrow(
  command: Pick<SfCommand<unknown>, 'confirm' | 'jsonEnabled'>,
  message: string,
): Promise<void> {
  if (!process.stdin.isTTY || command.jsonEnabled()) {
    throw new SfError('Nobody can be asked whether this is wanted.', 'ConfirmationNeededError', [
      'Add --no-prompt to do it without asking.',
    ]);
  }
  if (await command.confirm({ message, ms: 60_000 })) return;
  throw new SfError('Nothing was changed.', 'NotConfirmedError', ['Answer with y to go on.']);
}
