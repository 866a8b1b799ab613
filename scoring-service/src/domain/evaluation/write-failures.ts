/** The code of a write that was left out because the record has a newer score; not one of the platform's. */
export const newerScoreCode = 'NEWER_SCORE';
