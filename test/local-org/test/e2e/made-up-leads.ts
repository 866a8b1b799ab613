import { stringify } from 'csv-stringify/sync';

/** Rows in the shape of X Education's table, every value made up: `count` leads, every third of them converted. */
export function madeUpLeads(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    'Prospect ID': `made-up-${index}`,
    'Lead Number': String(900_000 + index),
    'Lead Origin': pick(index, ['Form', 'Import']),
    'Lead Source': pick(index, ['Newsletter', 'Fair, Vienna', 'Word of "mouth"', '']),
    'Do Not Email': pick(index, ['No', 'No', 'Yes']),
    'Do Not Call': 'No',
    Converted: index % 3 === 0 ? '1' : '0',
    TotalVisits: pick(index, ['', '0', '7']),
    'Total Time Spent on Website': String(index * 11),
    'Page Views Per Visit': pick(index, ['1.5', '2']),
    'Last Activity': pick(index, ['Wrote a letter', 'Came by']),
    Country: pick(index, ['Austria', 'unknown', 'Österreich']),
    Specialization: pick(index, ['Carpentry', 'Joinery']),
    'How did you hear about X Education': 'Radio',
    'What is your current occupation': pick(index, ['Baker', '']),
    'What matters most to you in choosing a course': 'Daylight',
    ...yesNo(index, ['Search', 'Magazine', 'Newspaper Article', 'X Education Forums', 'Newspaper']),
    ...yesNo(index, ['Digital Advertisement', 'Through Recommendations', 'Receive More Updates About Our Courses']),
    Tags: 'Made up',
    'Lead Quality': '',
    'Update me on Supply Chain Content': 'No',
    'Get updates on DM Content': 'No',
    'Lead Profile': '',
    City: pick(index, ['Graz', 'Linz']),
    'Asymmetrique Activity Index': '',
    'Asymmetrique Profile Index': '',
    'Asymmetrique Activity Score': pick(index, ['', '12']),
    'Asymmetrique Profile Score': '',
    'I agree to pay the amount through cheque': 'No',
    'A free copy of Mastering The Interview': pick(index, ['Yes', 'No']),
    'Last Notable Activity': '',
    '': '',
  }));
  return stringify(rows, { header: true });
}

const pick = (index: number, values: readonly string[]): string => values[index % values.length] ?? '';

const yesNo = (index: number, columns: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column, position) => [column, (index + position) % 4 === 0 ? 'Yes' : 'No']));
