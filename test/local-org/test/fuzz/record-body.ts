import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Known } from './fuzzed-request.ts';

const oneOf = <Value>(...values: readonly Value[]): Arbitrary<Value> => fc.constantFrom(...values);

export const objects = [
  'Lead',
  'Account',
  'Task',
  'Invoice__c',
  'User',
  'PermissionSet',
  'LeadHistory',
  'Opportunity',
  'Nothing__c',
  'lead',
];
export const fields = [
  'LastName',
  'Company',
  'Status',
  'Email',
  'AnnualRevenue',
  'IsConverted',
  'OwnerId',
  'Id',
  'Name',
  'ActivityDate',
  'attributes',
  'Nope__c',
];

/** Ids of records that are there, and texts that are none. */
export const ids = ({ leadId, accountId, userId }: Known): Arbitrary<string> =>
  oneOf(
    leadId,
    leadId.slice(0, 15),
    accountId,
    userId,
    '00Q000000000000EAA',
    '00Qxx',
    '',
    '../../x',
    '%00',
    "'; DROP TABLE Lead; --",
  );

export const anyValue: Arbitrary<unknown> = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ maxLength: 300, minLength: 256 }),
  fc.integer(),
  fc.double(),
  oneOf<unknown>(
    null,
    true,
    false,
    [],
    {},
    '2026-01-01',
    '2026-13-45',
    '2026-01-01T00:00:00Z',
    'a@b.example',
    { Id: 'x' },
    [[[]]],
  ),
);

/** A record as clients send it, likely or wild. */
export function record(known: Known): Arbitrary<Record<string, unknown>> {
  const likely = oneOf<Record<string, unknown>>(
    { LastName: 'L', Company: 'C' },
    { LastName: 'L', Company: 'C', attributes: { type: 'Lead' } },
    { Subject: 'Call', WhoId: known.leadId, Status: 'Completed' },
    { Id: known.leadId, Status: 'Working - Contacted', attributes: { type: 'Lead' } },
    { Name: 'A', Owner: { Username: 'rep@local.org' } },
  );
  const wild = fc.dictionary(fc.oneof(oneOf(...fields), fc.string({ maxLength: 8 })), anyValue, { maxKeys: 5 });
  return fc.oneof(
    likely,
    wild,
    fc.tuple(likely, wild).map(([one, other]) => ({ ...one, ...other })),
  );
}
