import type { LibraryClass } from '../library.ts';
import { blobClass } from './blob.ts';
import { cryptoClass } from './crypto.ts';
import { dateClass } from './date.ts';
import { datetimeClass } from './datetime.ts';
import { decimalClass } from './decimal-class.ts';
import { encodingUtilClass } from './encoding.ts';
import { idClass } from './id-class.ts';
import { matcherClass } from './matcher.ts';
import { mathClass } from './math.ts';
import { pageReferenceClass } from './page-reference.ts';
import { patternClass } from './pattern.ts';
import { roundingModeClass } from './rounding.ts';
import { stringClass } from './string.ts';
import { timeZoneClass } from './time-zone.ts';
import { timeClass } from './time.ts';
import { urlClass } from './url.ts';
import { uuidClass } from './uuid.ts';
import { booleanClass, doubleClass, integerClass, longClass } from './whole-numbers.ts';

/** The library classes of plain values. */
export const valueClasses: readonly LibraryClass[] = [
  ...[stringClass, patternClass, matcherClass, integerClass, longClass, doubleClass, decimalClass, roundingModeClass],
  ...[mathClass, booleanClass, idClass, blobClass, encodingUtilClass, cryptoClass, uuidClass, urlClass],
  ...[pageReferenceClass, dateClass, datetimeClass, timeClass, timeZoneClass],
];
