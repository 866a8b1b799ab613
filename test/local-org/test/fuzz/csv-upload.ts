import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** A bulk job from its creation to its end. */
export type CsvUpload = { job: Record<string, string>; csv: string };

const headers = [
  'Id',
  'LastName',
  'Company',
  'Status',
  'Email',
  'AnnualRevenue',
  'Owner.Username',
  'lastname',
  'Nope__c',
  '',
];

/** Uploads of every operation, whose CSV fits, nearly fits or is none. */
export function csvUpload(leadId: string): Arbitrary<CsvUpload> {
  const cell = fc.oneof(
    fc.constantFrom(
      leadId,
      'L',
      'C',
      '#N/A',
      '',
      '12',
      '-1e400',
      'a@b.example',
      '"quo""ted"',
      '"two\nlines"',
      'rep@local.org',
    ),
    fc.string({ maxLength: 6 }),
  );
  const likely = fc.constantFrom(
    ['LastName', 'Company'],
    ['Id', 'Status'],
    ['Id'],
    ['Id', 'LastName', 'Owner.Username'],
  );
  const header = fc.oneof(likely, fc.array(fc.constantFrom(...headers), { minLength: 1, maxLength: 4 }));
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  const table = fc
    .tuple(header, rows, fc.constantFrom('\n', '\n', '\r\n'))
    .map(([names, lines, ending]) => [names, ...lines].map((line) => line.join(',') + ending).join(''));
  // As wide as its header, so that the org comes to the rows.
  const even = fc
    .tuple(likely, fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }))
    .map(([names, lines]) => [names, ...lines].map((line) => `${line.slice(0, names.length).join(',')}\n`).join(''));
  return fc.record({
    job: fc.record(
      {
        object: fc.constantFrom('Lead', 'Account', 'Task'),
        operation: fc.constantFrom('insert', 'update', 'upsert', 'delete'),
        externalIdFieldName: fc.constant('Id'),
        lineEnding: fc.constantFrom('LF', 'LF', 'LF', 'CRLF'),
      },
      { requiredKeys: ['object', 'operation', 'externalIdFieldName'] },
    ),
    csv: fc.oneof(
      { weight: 6, arbitrary: even },
      { weight: 3, arbitrary: table },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    ),
  });
}
