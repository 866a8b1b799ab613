import { reasonText } from 'c/scoringReasons';
import type * as scoringReasons from 'c/scoringReasons';
import { computedFeatures } from '../../../../../../scoring-service/src/domain/features/computed-features';

const mockWords = (name: string, text: string): void =>
  void jest.doMock(`@salesforce/label/c.Reason_${name}`, () => ({ default: text }), { virtual: true });

type Module = typeof scoringReasons;

/** The module with English words in place of the names of labels. */
function inEnglish(): Module['reasonText'] {
  jest.resetModules();
  const texts: Record<string, string> = {
    Calls_30_Days_None: 'No phone call in the last 30 days',
    Calls_30_Days_One: '1 phone call in the last 30 days',
    Calls_30_Days_Many: '{0} phone calls in the last 30 days',
    Call_Never: 'No phone call yet',
    Call_For: 'No phone call for {0}',
    Call_Ago: 'Last phone call {0} ago',
    Account_Found: 'Account found by: {0}',
    Found_Company_Name: "the company's name",
    Created_Ago: 'Created {0} ago',
    Days_None: 'less than a day',
    Days_One: '1 day',
    Days_Many: '{0} days',
    Other_No: '{0} is empty',
    Completeness: '{0} of the fields are filled in',
    Not_Known: '{0}: not known',
    Value: '{0}: {1}',
    Web_Events_30_Days_Many: '{0} website events in the last 30 days',
    Last_Landing_Page: 'Landing page {0}',
    Web_Events_Of_Kind: 'Website events of the kind “{0}”',
  };
  for (const [name, text] of Object.entries(texts)) mockWords(name, text);
  return jest.requireActual<Module>('c/scoringReasons').reasonText;
}

describe('c-scoring-reasons', () => {
  it('has words of its own for every input that the service computes, with and without a value', () => {
    for (const { name, label, kind, unit } of computedFeatures) {
      for (const value of [undefined, ...(kind === 'category' ? ['Webinar'] : [0, 1, 7])]) {
        for (const direction of ['raises', 'lowers'] as const) {
          expect(reasonText({ field: name, label, unit, value, direction })).toMatch(/^c\.Reason_/);
        }
      }
    }
  });

  it.each([
    ['calls_30_days', 'count', 'raises', 0, 'No phone call in the last 30 days'],
    ['calls_30_days', 'count', 'raises', 1, '1 phone call in the last 30 days'],
    ['calls_30_days', 'count', 'lowers', 1200, '1,200 phone calls in the last 30 days'],
    ['calls_30_days', 'count', 'lowers', undefined, 'Phone calls in the last 30 days: not known'],
    ['days_since_call', 'days', 'lowers', 41.7, 'No phone call for 41 days'],
    ['days_since_call', 'days', 'raises', 1.2, 'Last phone call 1 day ago'],
    ['days_since_call', 'days', 'raises', 0.4, 'Last phone call less than a day ago'],
    ['days_since_call', 'days', 'lowers', undefined, 'No phone call yet'],
    ['age_days', 'days', 'lowers', 400, 'Created 400 days ago'],
    ['completeness', 'share', 'raises', 0.64, '64% of the fields are filled in'],
    ['Extra__c', 'yes or no', 'lowers', 0, 'Extra is empty'],
    ['account_found_by', undefined, 'raises', 'Company name', "Account found by: the company's name"],
    ['other', 'money', 'lowers', 12.5, 'Extra: 12.5'],
    ['other', undefined, 'lowers', 'Gold', 'Extra: Gold'],
    ['other', undefined, 'lowers', undefined, 'Extra: not known'],
  ] as const)('says of %s (%s, %s) with %s: %s %#', (field, unit, direction, value, expected) => {
    expect(inEnglish()({ field, label: 'Extra', unit, direction, value })).toBe(expected);
  });

  it.each([
    ['web_events_30_days', 'Website events in the last 30 days', 3, '3 website events in the last 30 days'],
    ['last_landing_page', 'Latest landing page', '/pricing', 'Landing page /pricing'],
    ['web_kind_2_90_days', 'Website events of the kind "Form" in …', 3, 'Website events of the kind “Form”: 3'],
    ['web_kind_2_90_days', 'Events of "Form"', undefined, 'Website events of the kind “Form”: not known'],
  ] as const)('says of website events in %s (%s) with %s: %s', (field, label, value, expected) => {
    const unit = typeof value === 'string' ? undefined : 'count';
    expect(inEnglish()({ field, label, unit, direction: 'raises', value })).toBe(expected);
  });

  it('calls a field of the record by its label in the viewer’s language', () => {
    const fact = { field: 'industry', label: 'Industry', source: 'Industry', direction: 'raises' } as const;
    expect(reasonText(fact)).toBe('Industry');
    expect(reasonText(fact, 'Branche')).toBe('Branche');
  });
});
