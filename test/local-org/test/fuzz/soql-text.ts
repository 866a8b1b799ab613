import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

const leadFields = [
  'Id',
  'Name',
  'Company',
  'Status',
  'Email',
  'CreatedDate',
  'NumberOfEmployees',
  'IsConverted',
  'OwnerId',
];
const paths = [...leadFields, 'Owner.Name', 'CreatedBy.Profile.Name', 'ConvertedAccount.Owner.Name'];
const texts = ["'Open - Not Contacted'", "'%a_'", "''", "'it\\'s'", "'\\\\'", "'Zoë'", "'00QLo0000000001'"];
const dates = [
  'TODAY',
  'LAST_N_DAYS:30',
  'THIS_FISCAL_QUARTER',
  'NEXT_N_WEEKS:2',
  '2026-01-31T08:00:00Z',
  '2024-02-29T23:59:59.999+01:00',
];
const literals = [...texts, 'NULL', 'TRUE', 'false', '0', '-1.5', '99999999999', ...dates, '2026-01-31', ':bind'];
const operators = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'];

const oneOf = (...values: readonly string[]): Arbitrary<string> => fc.constantFrom(...values);
const list = (one: Arbitrary<string>, maxLength: number): Arbitrary<string> =>
  fc.array(one, { minLength: 1, maxLength }).map((items) => items.join(', '));

const value = fc.oneof(
  oneOf(...literals),
  list(oneOf(...literals), 3).map((items) => `(${items})`),
  oneOf('(SELECT WhoId FROM Task)', '(SELECT ConvertedAccountId FROM Lead WHERE IsConverted = true)'),
);

const comparison = fc.oneof(
  // Fields that fit a typed value, and fields that may not.
  oneOf(
    "Status = 'Open - Not Contacted'",
    'IsConverted = false',
    'NumberOfEmployees > 10',
    'CreatedDate = LAST_N_DAYS:400',
    "Email LIKE '%@example.com'",
    "Owner.Name != 'Nobody'",
    "Status IN ('Working - Contacted', 'Open - Not Contacted')",
    'Id IN (SELECT LeadId FROM CampaignMember)',
    'ConvertedAccountId NOT IN (SELECT AccountId FROM Contact WHERE Email != NULL)',
    'DAY_ONLY(CreatedDate) > 2020-01-01',
    'CALENDAR_YEAR(CreatedDate) = 2026',
  ),
  fc.tuple(oneOf(...paths), oneOf(...operators), value).map((parts) => parts.join(' ')),
);

const { where } = fc.letrec<{ where: string; joined: string }>((tie) => ({
  joined: fc
    .tuple(oneOf('AND', 'OR'), fc.array(tie('where'), { minLength: 2, maxLength: 3, size: 'small' }))
    .map(([word, items]) => items.map((item) => `(${item})`).join(` ${word} `)),
  where: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    comparison,
    tie('joined'),
    tie('where').map((inner) => `NOT (${inner})`),
  ),
}));

const children = oneOf(
  '(SELECT Id, Subject FROM Tasks)',
  "(SELECT Id FROM Histories WHERE Field = 'Status' ORDER BY CreatedDate DESC LIMIT 2)",
  '(SELECT CampaignId, Campaign.Name FROM CampaignMembers)',
);
const columns = fc.oneof(
  fc
    .tuple(fc.uniqueArray(oneOf(...paths), { minLength: 1, maxLength: 5 }), fc.option(children, { nil: undefined }))
    .map(([fields, child]) => [...fields, ...(child === undefined ? [] : [child])].join(', ')),
  oneOf('FIELDS(ALL)', 'FIELDS(STANDARD)', 'COUNT()', 'Id, toLabel(Status)', 'FORMAT(CreatedDate) made'),
);
const order = fc
  .tuple(oneOf(...paths), oneOf('', ' ASC', ' DESC'), oneOf('', ' NULLS FIRST', ' NULLS LAST'))
  .map((parts) => parts.join(''));
const clause = (word: string, content: Arbitrary<string>): Arbitrary<string> =>
  fc.option(content, { nil: undefined }).map((text) => (text === undefined ? '' : ` ${word} ${text}`));

const plainQuery = fc
  .tuple(
    columns,
    clause('WHERE', where),
    clause('ORDER BY', list(order, 2)),
    clause('LIMIT', oneOf('1', '7', '200', '0')),
    clause('OFFSET', oneOf('0', '3', '2001')),
  )
  .map(([select, ...rest]) => `SELECT ${select} FROM Lead${rest.join('')}`);

const groupedQuery = fc
  .tuple(
    oneOf('Status', 'LeadSource', 'CALENDAR_MONTH(CreatedDate)', 'Owner.Name'),
    oneOf(
      'COUNT(Id)',
      'COUNT(Id) n, MAX(CreatedDate)',
      'SUM(AnnualRevenue), AVG(NumberOfEmployees)',
      'COUNT_DISTINCT(Company)',
    ),
    clause('WHERE', where),
    oneOf('', ' HAVING COUNT(Id) > 1', ' HAVING MAX(CreatedDate) > LAST_YEAR'),
    oneOf('', ' ORDER BY COUNT(Id) DESC', ' LIMIT 3'),
  )
  .map(
    ([group, counts, condition, ...rest]) =>
      `SELECT ${group}, ${counts} FROM Lead${condition} GROUP BY ${group}${rest.join('')}`,
  );

const otherQuery = oneOf(
  'SELECT Id, Who.Type, What.Name, TYPEOF Who WHEN Lead THEN Company WHEN Contact THEN AccountId END FROM Task',
  'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName), (SELECT StageName FROM Opportunities) FROM Account',
  'SELECT Field, OldValue, NewValue FROM LeadHistory ORDER BY CreatedDate',
  'SELECT Id FROM Nothing__c',
  'SELECT COUNT() FROM Opportunity WHERE StageName != NULL',
  "SELECT Id FROM Contact WHERE Account.Owner.Name = 'x' AND AccountId = NULL",
);

/** Queries of leads that are right by their grammar; what they name, compare and combine may be wrong. */
export const nearlyRight: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: plainQuery },
  { weight: 3, arbitrary: groupedQuery },
  { weight: 1, arbitrary: otherQuery },
);

const tokens = [
  'SELECT',
  'FROM',
  'WHERE',
  '(',
  ')',
  ',',
  "'",
  '"',
  'NULL',
  'AND',
  'OR',
  'NOT',
  'LIMIT',
  '-1',
  '\\',
  '\u0000',
  '💥',
  ':x',
  '%',
];

/** Queries with a piece cut out, put in, doubled or moved. */
export const damaged = (queries: Arbitrary<string>): Arbitrary<string> =>
  fc
    .tuple(
      queries,
      fc.nat(),
      fc.nat({ max: 12 }),
      fc.oneof(oneOf(...tokens), fc.string({ maxLength: 6 })),
      fc.nat({ max: 3 }),
    )
    .map(([text, at, length, piece, kind]) => {
      const start = at % (text.length + 1);
      const end = start + length;
      const [head, middle, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
      return (
        [head + tail, head + piece + middle + tail, head + middle + middle + tail, tail + middle + head][kind] ?? text
      );
    });

/** Texts that are no query at all. */
export const noise: Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(oneOf(...tokens, ...leadFields), { maxLength: 25 }).map((words) => words.join(' ')),
);
