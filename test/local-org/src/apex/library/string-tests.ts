import type { Implementation } from '../library.ts';
import { withoutNulls } from './arguments.ts';

/** What Java counts as white space; unlike in JavaScript, no-break spaces are none. */
export const isJavaSpace = (character: string): boolean =>
  /^(?:[\t-\r\u001C-\u001F]|(?![\u00A0\u2007\u202F])[\p{Zs}\p{Zl}\p{Zp}])$/u.test(character);

/** The units of a text that Java calls its characters: halves of surrogate pairs are characters of their own. */
export const unitsOf = (text: string): string[] => text.split('');

const hasOnly =
  (pattern: RegExp, whenEmpty: boolean): Implementation =>
  (_run, text: string) =>
    text === '' ? whenEmpty : unitsOf(text).every((unit) => pattern.test(unit));

const isBlank = (text: string | null): boolean => text === null || unitsOf(text).every(isJavaSpace);

/** Questions about the characters of a text. */
export const testsOfStrings: Record<string, Implementation> = {
  'Boolean isAllLowerCase()': hasOnly(/^\p{Ll}$/u, false),
  'Boolean isAllUpperCase()': hasOnly(/^\p{Lu}$/u, false),
  'Boolean isAlpha()': hasOnly(/^\p{L}$/u, false),
  'Boolean isAlphaSpace()': hasOnly(/^[\p{L} ]$/u, true),
  'Boolean isAlphanumeric()': hasOnly(/^[\p{L}\p{Nd}]$/u, false),
  'Boolean isAlphanumericSpace()': hasOnly(/^[\p{L}\p{Nd} ]$/u, true),
  'Boolean isAsciiPrintable()': hasOnly(/^[ -~]$/, true),
  'Boolean isNumeric()': hasOnly(/^\p{Nd}$/u, false),
  'Boolean isNumericSpace()': hasOnly(/^[\p{Nd} ]$/u, true),
  'Boolean isWhitespace()': (_run, text: string) => isBlank(text),
  'Boolean containsWhitespace()': (_run, text: string) => unitsOf(text).some(isJavaSpace),
  'static Boolean isBlank(String text)': (_run, text: string | null) => isBlank(text),
  'static Boolean isNotBlank(String text)': (_run, text: string | null) => !isBlank(text),
  'static Boolean isEmpty(String text)': (_run, text: string | null) => text === null || text === '',
  'static Boolean isNotEmpty(String text)': (_run, text: string | null) => text !== null && text !== '',
  ...withoutNulls({
    'Boolean containsAny(String characters)': (_run, text: string, characters: string) =>
      unitsOf(text).some((unit) => characters.includes(unit)),
    'Boolean containsNone(String characters)': (_run, text: string, characters: string) =>
      !unitsOf(text).some((unit) => characters.includes(unit)),
    'Boolean containsOnly(String characters)': (_run, text: string, characters: string) =>
      unitsOf(text).every((unit) => characters.includes(unit)),
  }),
};
