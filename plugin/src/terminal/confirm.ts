import { SfError } from '@salesforce/core';
import type { SfCommand } from '@salesforce/sf-plugins-core';

/** Prompts for confirmation and throws unless the answer is yes, or if the command cannot prompt. */
export async function confirmOrThrow(
  command: Pick<SfCommand<unknown>, 'confirm' | 'jsonEnabled'>,
  message: string,
): Promise<void> {
  if (!process.stdin.isTTY || command.jsonEnabled()) {
    throw new SfError("The command needs confirmation, but can't prompt for it here.", 'ConfirmationNeededError', [
      'To run the command without a prompt, add --no-prompt.',
    ]);
  }
  if (await command.confirm({ message, ms: 60_000 })) return;
  throw new SfError('Nothing was changed.', 'NotConfirmedError', ['To continue, answer y.']);
}
