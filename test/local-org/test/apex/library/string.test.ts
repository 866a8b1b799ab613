import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf, stringType } from '../../../src/apex/types.ts';
import { ApexList } from '../../../src/apex/values.ts';
import type { Value } from '../../../src/apex/values.ts';
import { callsOf } from './call.ts';

const call = callsOf('System.String');
const texts = (...items: Value[]): ApexList => new ApexList(listOf(stringType), items);

/** Calls, and what they give; most are the examples of the Apex Reference Guide. */
const examples: Record<string, [member: string, values: Value[], expected: unknown][]> = {
  'cuts texts': [
    ['abbreviate', ['Hello Maximillian', 8], 'Hello...'],
    ['abbreviate', ['Hello Maximillian', 3], 'System.StringException: Minimum abbreviation width is 4'],
    ['abbreviate', ['Hello, Max', 8, 9], '..., Max'],
    ['left', ['abcdaacd', 3], 'abc'],
    ['right', ['Hello Max', 3], 'Max'],
    ['mid', ['abcde', 2, 3], 'cde'],
    ['substring', ['hamburger', 2], 'mburger'],
    ['substring', ['hamburger', 4, 8], 'urge'],
    ['substring', ['abc', 7], 'System.StringException: Starting position out of bounds: 7'],
    ['substring', ['', 0, 10], 'System.StringException: Ending position out of bounds: 10'],
    ['substringAfter', ['Salesforce.Lightning.platform', '.'], 'Lightning.platform'],
    ['substringAfterLast', ['Salesforce.Lightning.platform', '.'], 'platform'],
    ['substringBefore', ['Salesforce.Lightning.platform', '.'], 'Salesforce'],
    ['substringBeforeLast', ['Salesforce.Lightning.platform', '.'], 'Salesforce.Lightning'],
    ['substringBetween', ['tagYellowtag', 'tag'], 'Yellow'],
    ['substringBetween', ['xYellowy', 'x', 'y'], 'Yellow'],
    ['substringBetween', ['xYellow', 'x', 'y'], null],
  ],
  'fills texts up': [
    ['center', ['hello', 9], '  hello  '],
    ['center', ['hello', 9, '-'], '--hello--'],
    ['leftPad', ['abc', 5], '  abc'],
    ['leftPad', ['abc', 5, 'xy'], 'xyabc'],
    ['rightPad', ['abc', 6, 'xy'], 'abcxyx'],
    ['repeat', ['SFDC', 2], 'SFDCSFDC'],
    ['repeat', ['SFDC', '-', 2], 'SFDC-SFDC'],
    ['repeat', ['SFDC', 2_000_000], 'System.StringException: String length exceeds maximum: 6000000'],
  ],
  'removes and replaces': [
    ['remove', ['Salesforce and Lightning', 'and'], 'Salesforce  Lightning'],
    ['removeEnd', ['Salesforce and Lightning.com', '.com'], 'Salesforce and Lightning'],
    ['removeEndIgnoreCase', ['Salesforce and Lightning.COM', '.com'], 'Salesforce and Lightning'],
    ['removeStartIgnoreCase', ['SALESFORCE and', 'salesforce '], 'and'],
    ['replace', ['abcdbca', 'bc', '$&'], 'a$&d$&a'],
    ['replace', ['ab', '', '-'], '-a-b-'],
    ['replaceAll', ['a b5 xyz', '[a-zA-Z]', '1'], '1 15 111'],
    ['replaceFirst', ['a b c 11 xyz', '[a-zA-Z]{2}', '2'], 'a b c 11 2z'],
    ['deleteWhitespace', [' HelloAda\t ! \n'], 'HelloAda!'],
    ['normalizeSpace', ['Salesforce \t   force'], 'Salesforce force'],
    ['stripHtmlTags', ['<b>hello world</b>'], 'hello world'],
    ['trim', ['   Hello Max! \t\n'], 'Hello Max!'],
  ],
  'compares and finds': [
    ['compareTo', ['abcde', 'abcd'], 1],
    ['contains', ['abc', null], 'System.NullPointerException: Argument cannot be null.'],
    ['containsAny', ['hello', 'hx'], true],
    ['containsNone', ['abcde', 'fg'], true],
    ['containsOnly', ['abba', 'xyz'], false],
    ['countMatches', ['Hello Jane', 'Jane'], 1],
    ['difference', ['Hello Jane', 'Hello Max'], 'Max'],
    ['equals', ['abc', null], false],
    ['equalsIgnoreCase', ['abcd', 'ABCD'], true],
    ['getCommonPrefix', [texts('SFDCApex', 'SFDCVisualforce')], 'SFDC'],
    ['getLevenshteinDistance', ['Hello Joe', 'Hello Max'], 3],
    ['getLevenshteinDistance', ['Hello Jane', 'Hello Max', 2], -1],
    ['hashCode', ['Hello'], 69609650],
    ['indexOf', ['abcde', 'cd'], 2],
    ['indexOf', ['abcdabcd', 'bc', 2], 5],
    ['indexOfAny', ['abcd', 'xc'], 2],
    ['indexOfAnyBut', ['abcd', 'xc'], 0],
    ['indexOfDifference', ['abcde', 'abxyz'], 2],
    ['indexOfIgnoreCase', ['aXcde', 'xC', 0], 1],
    ['lastIndexOf', ['abcdaacd', 'c', 7], 6],
    ['lastIndexOf', ['abcd', 'a', -1], -1],
    ['lastIndexOfIgnoreCase', ['abcdAACd', 'c', 5], 2],
    ['startsWithIgnoreCase', ['AB_BC', 'ab'], true],
  ],
  'handles characters': [
    ['charAt', ['Ω is Ohm', 0], 937],
    ['codePointAt', ['🙂a', 0], 0x1f642],
    ['codePointBefore', ['🙂a', 2], 0x1f642],
    ['codePointCount', ['🙂a', 0, 3], 2],
    ['offsetByCodePoints', ['a🙂b', 0, 2], 3],
    ['getChars', ['Abc'], [65, 98, 99]],
    ['fromCharArray', [texts(74, 97, 110)], 'Jan'],
    ['capitalize', ['hello max'], 'Hello max'],
    ['uncapitalize', ['Hello Max'], 'hello Max'],
    ['swapCase', ['Force.com'], 'fORCE.COM'],
    ['reverse', ['Hello'], 'olleH'],
    ['toUpperCase', ['i', 'tr'], 'İ'],
    ['splitByCharacterType', ['Lightning.platform'], ['L', 'ightning', '.', 'platform']],
    ['splitByCharacterTypeCamelCase', ['ASFRules200'], ['ASF', 'Rules', '200']],
  ],
  'asks for kinds of characters': [
    ['isAllLowerCase', ['abcDe'], false],
    ['isAllUpperCase', ['ABC'], true],
    ['isAlpha', ['ä1'], false],
    ['isAlpha', [''], false],
    ['isAlphaSpace', ['aA Bb'], true],
    ['isAlphanumericSpace', ['AE86 '], true],
    ['isAsciiPrintable', ['abcd1234!@'], true],
    ['isNumeric', ['1.2'], false],
    ['isNumericSpace', ['1 2'], true],
    ['isWhitespace', [' \n\t'], true],
    ['isBlank', [' '], true],
    ['isBlank', [null], true],
    ['isNotEmpty', [' '], true],
  ],
  'escapes texts, and reads escaped ones': [
    ['escapeCsv', ['Max1, "Max2"'], '"Max1, ""Max2"""'],
    ['unescapeCsv', ['"Max1, ""Max2"""'], 'Max1, "Max2"'],
    ['escapeEcmaScript', ['"grade": 3.9/4.0'], '\\"grade\\": 3.9\\/4.0'],
    ['unescapeEcmaScript', ['\\"3.8\\/3.9\\"'], '"3.8/3.9"'],
    ['escapeHtml3', ['"<Black&White>"'], '&quot;&lt;Black&amp;White&gt;&quot;'],
    ['escapeHtml4', ['é €'], '&eacute; &euro;'],
    ['unescapeHtml4', ['&lt;&eacute;&#228;&#xe4;&unknown;'], '<éää&unknown;'],
    ['escapeJava', ['Company: "Salesforce.com"'], 'Company: \\"Salesforce.com\\"'],
    ['unescapeJava', ['\\u00e4\\t\\"'], 'ä\t"'],
    ['escapeSingleQuotes', ["'ab'"], "\\'ab\\'"],
    ['escapeUnicode', ['De onde você é?'], 'De onde voc\\u00EA \\u00E9?'],
    ['unescapeUnicode', ['De onde voc\\u00EA \\u00E9?'], 'De onde você é?'],
    ['escapeXml', ["<bread> & 'butter'"], '&lt;bread&gt; &amp; &apos;butter&apos;'],
    ['unescapeXml', ['&quot;bread&quot; &amp; &#39;'], '"bread" & \''],
  ],
  'joins, splits and fills in': [
    ['join', [texts('a', 'b'), '/'], 'a/b'],
    ['split', ['boo:and:moo', ':'], ['boo', 'and', 'moo']],
    ['split', ['boo:and:moo', 'o', 5], ['b', '', ':and:m', '', '']],
    ['split', ['boo:and:moo', 'o'], ['b', '', ':and:m']],
    ['split', ['', ','], ['']],
    ['split', ['abc', ''], ['a', 'b', 'c']],
    ['format', ['{0} was updated {1}', texts('Universal', 3)], 'Universal was updated 3'],
    ['format', ["It''s '{0}' {1} {0}", texts('x')], "It's {0} {1} x"],
    ['format', ['{0', texts('x')], 'System.StringException: Unmatched braces in the pattern.'],
    ['valueOf', [null], null],
    ['valueOf', [7], '7'],
  ],
};

for (const [behaviour, calls] of Object.entries(examples)) {
  test(`String ${behaviour}`, () => {
    for (const [member, values, expected] of calls) {
      assert.deepEqual(call(member, ...values), expected, `${member}(${values.map(String).join(', ')})`);
    }
  });
}
