import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrgError } from '../../src/org-error.ts';
import { openedOrg, throwsCode } from './opened-org.ts';

const { admin, insert, org, rows } = openedOrg();
insert('Lead', { LastName: 'L1', Company: 'X' });

const refusals: [soql: string, code: string, message?: RegExp][] = [
  [
    "SELECT Id FROM Lead WHERE LastName = 'a' AND Company = 'b' OR City = 'c'",
    'MALFORMED_QUERY',
    /unexpected token: 'or'/,
  ],
  [
    "SELECT Id FROM Lead WHERE LastName = 'a' AND (Company = 'b' OR City = 'c' AND City = 'd')",
    'MALFORMED_QUERY',
    /unexpected token: 'and'/,
  ],
  [
    'SELECT LeadSource, COUNT(Id), City FROM Lead GROUP BY LeadSource',
    'MALFORMED_QUERY',
    /Field must be grouped or aggregated: City/,
  ],
  ['SELECT City, COUNT(Id) FROM Lead', 'MALFORMED_QUERY', /grouped or aggregated/],
  [
    "SELECT Id FROM Lead WHERE CreatedDate > 'x'",
    'INVALID_FIELD',
    /must be of type dateTime and should not be enclosed in quotes/,
  ],
  ['SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD', /dateTime/],
  [
    'SELECT Id FROM Lead WHERE LastName = 5',
    'INVALID_FIELD',
    /must be of type string and should be enclosed in quotes/,
  ],
  [
    "SELECT Id FROM Lead WHERE AnnualRevenue > '5'",
    'INVALID_FIELD',
    /must be of type currency and should not be enclosed/,
  ],
  ["SELECT Id FROM Lead WHERE IsConverted = 'true'", 'INVALID_FIELD', /boolean/],
  ['SELECT Id FROM Lead ALL ROWS', 'MALFORMED_QUERY', /unexpected token: 'ROWS'/],
  ['SELECT Bogus__r.Name FROM Lead', 'INVALID_FIELD', /Didn't understand relationship 'Bogus__r' in field path/],
  [
    'SELECT Id, (SELECT Id FROM Bogus) FROM Lead',
    'INVALID_TYPE',
    /Didn't understand relationship 'Bogus' in FROM part of query call/,
  ],
  ['SELECT Id FROM Lead OFFSET 3000', 'NUMBER_OUTSIDE_VALID_RANGE', /2000/],
  ['SELECT FIELDS(ALL) FROM Lead', 'MALFORMED_QUERY', /LIMIT of at most 200/],
  ['SELECT FIELDS(CUSTOM) FROM Lead LIMIT 201', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Nothing__c', 'INVALID_TYPE', /sObject type 'Nothing__c' is not supported/],
  ['SELECT Id FRM Lead', 'MALFORMED_QUERY', /unexpected token: 'Lead'/],
  ['SELECT Id FROM Lead WHERE', 'MALFORMED_QUERY'],
  ['', 'MALFORMED_QUERY'],
  ["SELECT Id FROM Lead WHERE Id = 'nonsense'", 'INVALID_QUERY_FILTER_OPERATOR', /invalid ID field: nonsense/],
  ["SELECT Id FROM Lead WHERE LastName INCLUDES ('a')", 'INVALID_QUERY_FILTER_OPERATOR'],
  ['SELECT Id FROM Lead WHERE IsConverted > true', 'INVALID_QUERY_FILTER_OPERATOR'],
  ["SELECT Id FROM Lead WHERE AnnualRevenue LIKE '5%'", 'INVALID_QUERY_FILTER_OPERATOR'],
  ['SELECT Id FROM Lead WHERE Id IN (SELECT Name FROM Contact)', 'MALFORMED_QUERY', /can only query id fields/],
  [
    "SELECT Id FROM Account WHERE Name = 'a' OR Id IN (SELECT AccountId FROM Contact)",
    'MALFORMED_QUERY',
    /^Semi join sub-selects are not allowed with the 'OR' operator$/,
  ],
  [
    "SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact) OR Name = 'a'",
    'MALFORMED_QUERY',
    /not allowed with the 'OR' operator/,
  ],
  [
    "SELECT Id FROM Account WHERE Name = 'a' AND (Name = 'b' OR Id IN (SELECT AccountId FROM Contact))",
    'MALFORMED_QUERY',
    /only allowed at the top level WHERE expressions and not in nested/,
  ],
  [
    "SELECT Id FROM Account WHERE Name = 'a' OR (Name = 'b' AND Id IN (SELECT AccountId FROM Contact))",
    'MALFORMED_QUERY',
    /only allowed at the top level/,
  ],
  [
    "SELECT Id FROM Account WHERE (Name = 'a' AND Id IN (SELECT AccountId FROM Contact)) AND Name = 'b'",
    'MALFORMED_QUERY',
    /only allowed at the top level/,
  ],
  [
    'SELECT Id FROM Account WHERE NOT (Id IN (SELECT AccountId FROM Contact))',
    'MALFORMED_QUERY',
    /only allowed at the top level/,
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT ContactId FROM OpportunityContactRole))',
    'MALFORMED_QUERY',
    /^Nesting of semi join sub-selects is not supported$/,
  ],
  [
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Opportunity) AND Id NOT IN (SELECT AccountId FROM Contact WHERE Title = 'x')",
    'EXCEEDED_MAX_SEMIJOIN_SUBSELECTS',
    /^Maximum 2 semi join sub-selects are allowed$/,
  ],
  ...(['LIMIT 5', 'ORDER BY Id', 'GROUP BY AccountId', 'FOR UPDATE'] as const).map(
    (clause): [string, string, RegExp] => [
      `SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact ${clause})`,
      'MALFORMED_QUERY',
      new RegExp(`missing value at '${clause.split(' ')[0] ?? ''}'`),
    ],
  ),
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM Task)',
    'MALFORMED_QUERY',
    /Entity 'Task' is not supported for semi join inner selects/,
  ],
  [
    'SELECT Id FROM Contact WHERE AccountId IN (SELECT AccountId FROM Contact)',
    'MALFORMED_QUERY',
    /The inner and outer selects should not be on the same object type/,
  ],
  [
    'SELECT Id FROM Account WHERE OwnerId IN (SELECT Id FROM Contact)',
    'MALFORMED_QUERY',
    /selected field 'Id' in the subquery and the left operand .* 'OwnerId' should point to the same object type/,
  ],
  [
    'SELECT Id FROM Contact WHERE Account.Id IN (SELECT AccountId FROM Opportunity)',
    'MALFORMED_QUERY',
    /left operand field in the where expression for outer query should be an id field, cannot use: 'Account.Id'/,
  ],
  ["SELECT Id FROM LeadHistory WHERE NewValue = 'x'", 'INVALID_FIELD', /can not be filtered/],
  ["SELECT Id FROM Lead WHERE Description LIKE 'x'", 'INVALID_FIELD', /can not be filtered/],
  ['SELECT Description, COUNT(Id) FROM Lead GROUP BY Description', 'INVALID_FIELD', /can not be grouped/],
  ['SELECT SUM(LastName) FROM Lead', 'INVALID_FIELD', /does not support aggregate operator SUM/],
  ['SELECT Id FROM Lead ORDER BY Description', 'INVALID_FIELD', /can not be sorted/],
  ['SELECT Who.Company FROM Task', 'INVALID_FIELD', /No such column 'Company' on entity 'Name'/],
  ['SELECT COUNT(Id) FROM Lead GROUP BY ROLLUP(Status)', 'MALFORMED_QUERY', /not supported by the local org/],
];

for (const [soql, code, message] of refusals) {
  test(`${code}: ${soql}`, () => {
    throwsCode(() => rows(soql), code, message);
  });
}

test('an unknown field is marked in the query, word for word as the platform does', () => {
  assert.throws(
    () => org.query(admin, 'SELECT Id, Foo FROM Lead'),
    (error: unknown) => {
      assert.ok(error instanceof OrgError);
      assert.equal(error.status, 400);
      assert.equal(
        error.message,
        "\nSELECT Id, Foo\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Lead'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      );
      return true;
    },
  );
});

test('queries that Bulk does not support are refused', () => {
  for (const soql of [
    'SELECT COUNT(Id) FROM Lead',
    'SELECT Id, (SELECT Id FROM Tasks) FROM Lead',
    'SELECT Address FROM Lead',
    'SELECT Id FROM Lead LIMIT 5 OFFSET 1',
  ]) {
    throwsCode(() => rows(soql, admin, { forBulk: true }), 'FUNCTIONALITY_NOT_ENABLED');
  }
});

test('more than 2,000 groups are refused when they are reached', () => {
  const many = openedOrg();
  many.org.insertRaw(
    'Lead',
    Array.from({ length: 2_001 }, (_, index) => ({ Id: many.org.nextId('Lead'), LastName: `L${index}` })),
  );
  assert.equal(many.rows('SELECT LastName FROM Lead GROUP BY LastName LIMIT 2000').length, 2_000);
  throwsCode(() => many.rows('SELECT LastName FROM Lead GROUP BY LastName'), 'EXCEEDED_ID_LIMIT');
});

test('a session of an unknown user is invalid', () => {
  throwsCode(() => rows('SELECT Id FROM Lead', '005000000000000AAA'), 'INVALID_SESSION_ID');
});
