import { illegalParameter } from '../../../ui-api/ui-api-error.ts';
import { splitNames } from '../../../ui-api/field-selection.ts';
import { layoutModes, layoutTypes } from '../../../ui-api/record-layout.ts';
import type { LayoutMode, LayoutType } from '../../../ui-api/record-layout.ts';
import { isRecordId, toLongId } from '../../../storage/record-id.ts';

/** One of the values that a parameter may have. */
function readChoice<Choice extends string>(text: string, choices: readonly Choice[], kind: string): Choice {
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw illegalParameter(`Value: ${text} could not be parsed into a valid enum value of type: ${kind}`);
}

/** `layoutTypes=Full,Compact`; empty when not given. */
export const readLayoutTypes = (text: string | null): LayoutType[] =>
  splitNames(text).map((one) => readChoice(one, layoutTypes, 'LayoutType'));

/** `modes=View,Edit`; View when not given. */
export function readModes(text: string | null): LayoutMode[] {
  const names = splitNames(text);
  return names.length === 0 ? ['View'] : names.map((one) => readChoice(one, layoutModes, 'Mode'));
}

/** The id of 18 characters. */
export function readId(text: string): string {
  if (isRecordId(text)) return toLongId(text);
  throw illegalParameter(`ID not valid: ${text}`);
}

/** A number within limits; `preset` when not given. */
export function readNumber(
  text: string | null,
  { name, preset, most }: { name: string; preset: number; most: number },
): number {
  if (text === null || text === '') return preset;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw illegalParameter(`${name} parameter must be between 1 and ${most}`);
}

/** A page token: the place of the page's first row. */
export function readPlace(text: string | null): number {
  if (text === null || text === '') return 0;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw illegalParameter(`For input string: "${text}"`);
}
