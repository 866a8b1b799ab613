import {
  compareTexts,
  formatDate,
  formatDateTime,
  formatLabel,
  formatNumber,
  formatPercent,
  messageOf,
} from 'c/scoringText';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'sv' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Pacific/Auckland' }), { virtual: true });

describe('c-scoring-text', () => {
  it('fills the placeholders of a label, each as often as it stands there', () => {
    expect(formatLabel('{0} of {1}, not {0}', 3, 'four')).toBe('3 of four, not 3');
  });

  it('leaves a placeholder that nothing was given for, and what only looks like one', () => {
    expect(formatLabel('{0} and {1} and {name} and {12}', 'one')).toBe('one and {1} and {name} and {12}');
  });

  it('fills in a text with signs of its own as it is', () => {
    expect(formatLabel('Delete {0}?', '{0} $& $1')).toBe('Delete {0} $& $1?');
  });

  it('writes numbers and shares as the viewer’s region does', () => {
    expect(formatNumber(1234.567)).toBe('1.235');
    expect(formatNumber(1234.567, 2)).toBe('1.234,57');
    expect(formatNumber(1234, 2)).toBe('1.234');
    expect(formatPercent(0.034, 1)).toBe('3,4\u00a0%');
    expect(formatPercent(0.345)).toBe('35\u00a0%');
  });

  it('writes dates and times in the viewer’s time zone', () => {
    expect(formatDate('2026-11-25T23:30:00.000Z')).toBe('26.11.2026');
    expect(formatDateTime('2026-11-25T23:30:00.000Z')).toBe('26.11.2026, 12:30');
  });

  it('sorts as the viewer’s language does', () => {
    expect(['ö', 'z', 'a'].sort(compareTexts)).toEqual(['a', 'z', 'ö']);
  });

  it.each([
    ['an Apex call', { body: { message: 'You may not read this record.' } }, 'You may not read this record.'],
    ['a wire that names several errors', { body: [{ message: 'First.' }, { message: 'Second.' }] }, 'First.'],
    ['an error of the browser', new Error('Failed to fetch'), 'Failed to fetch'],
    [
      'a save, for the record and each field',
      {
        body: {
          message: 'An error occurred while trying to update the record.',
          output: {
            errors: [{ message: 'The goal is locked.' }],
            fieldErrors: { Name: [{ message: 'Too long.' }, { message: 'Taken.' }], Object__c: [{ message: 'No.' }] },
          },
        },
      },
      'The goal is locked. Too long. Taken. No.',
    ],
    [
      'a save without details',
      { body: { message: 'An error occurred.', output: { errors: [], fieldErrors: {} } } },
      'An error occurred.',
    ],
    ['an answer without words', { body: {} }, 'c.Common_Unexpected_Error'],
    ['an answer without errors', { body: [] }, 'c.Common_Unexpected_Error'],
    ['nothing at all', undefined, 'c.Common_Unexpected_Error'],
    ['what is no error', 'broken', 'c.Common_Unexpected_Error'],
  ])('says what went wrong of %s', (_what, error, words) => {
    expect(messageOf(error)).toBe(words);
  });
});
