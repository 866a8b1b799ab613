/** What every dialog does that saves or deletes one record. */
import { messageOf } from 'c/scoringText';

type Dialog = { failure: string; isBusy: boolean; close(result?: unknown): void };

/** Saves, then closes the dialog with a result. A failed save leaves the dialog open with the reason in it. */
export async function saveAndClose(
  dialog: Dialog,
  save: () => Promise<unknown>,
  result: unknown = true,
): Promise<void> {
  dialog.isBusy = true;
  dialog.failure = '';
  try {
    await save();
    dialog.close(result);
  } catch (error) {
    dialog.failure = messageOf(error);
    dialog.isBusy = false;
  }
}

/** Whether all `[data-input]` of a template are valid. Each invalid one shows its message; the first gets the focus. */
export function validateInputs(
  template: { querySelectorAll(selector: string): NodeListOf<HTMLElement> } | null,
): boolean {
  const inputs = [...(template?.querySelectorAll('[data-input]') ?? [])] as HTMLInputElement[];
  const invalid = inputs.filter((input) => !input.reportValidity());
  invalid[0]?.focus();
  return invalid.length === 0;
}
