/** A word that must not come back, its forms, and the standard terms to use instead. */
export type BannedWord = { forms: string[]; use: string };

/** A text that may contain a banned word in the files whose path starts with `under`. */
export type AllowedText = { under: string; text: string; reason: string };

/** Not allowed anywhere: comments, names, labels, documentation, file names. */
export const BANNED_WORDS: BannedWord[] = [
  { forms: ['boast', 'boasts', 'boasted', 'boasting'], use: 'overconfident, Platt scaling' },
  { forms: ['hear', 'hears', 'heard', 'hearing'], use: 'evaluate candidates, out-of-fold predictions' },
  { forms: ['told'], use: 'reported, written, recorded, described' },
  { forms: ['wish', 'wishes', 'wished', 'wishing'], use: 'privacy opt-out, preference' },
  { forms: ['unwilling'], use: 'opted out' },
  { forms: ['heed', 'heeds', 'heeded', 'heeding'], use: 'apply, check, stop on an error' },
  { forms: ['twin', 'twins'], use: 'stub' },
  { forms: ['lesson', 'lessons'], use: 'fit result' },
  { forms: ['mend', 'mends', 'mended', 'mending'], use: 'fix' },
  { forms: ['belief', 'beliefs'], use: 'prior strength, prior weight' },
  { forms: ['hopeless'], use: 'the name of the limit: evidence threshold, iteration headroom, tolerance' },
];

/** Everyday words in prose, but not terms of the field: not allowed in names of the code and of files. */
export const BANNED_IDENTIFIERS: BannedWord[] = [
  { forms: ['moment', 'moments'], use: 'snapshot, observation date, asOf, time' },
  { forms: ['doubt', 'doubts', 'doubted'], use: 'prior strength, uncertainty' },
];

const xEducation = 'A column of the public X Education data set.';

export const ALLOWED_TEXTS: AllowedText[] = [
  { under: 'test/fixtures/xeducation/', text: 'Heard_About_From__c', reason: xEducation },
  { under: 'test/fixtures/xeducation/', text: 'How did you hear about us', reason: xEducation },
  { under: 'test/fixtures/xeducation/', text: 'How did you hear about X Education', reason: xEducation },
  { under: 'test/local-org/test/e2e/', text: 'How did you hear about X Education', reason: xEducation },
];
