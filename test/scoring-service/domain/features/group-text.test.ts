import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countryOf,
  createGrouper,
  departmentOf,
  rankOf,
} from '../../../../scoring-service/src/domain/features/group-text.ts';
import { mailKindOf, protectValue } from '../../../../scoring-service/src/domain/features/protect-row.ts';

const titles: [title: string, rank: string, department: string][] = [
  ['Chief Marketing Officer', 'Chief', 'Marketing'],
  ['CFO', 'Chief', 'Finance'],
  ['SVP, Global Sales', 'Vice president', 'Sales'],
  ['Vice President of Human Resources', 'Vice president', 'Human resources'],
  ['Managing Director', 'Chief', 'General management'],
  ['Director of IT', 'Director', 'IT'],
  ['Head of Purchasing', 'Head', 'Purchasing'],
  ['Leiterin Einkauf', 'Head', 'Purchasing'],
  ['Operations Manager', 'Manager', 'Operations'],
  ['Partner Manager', 'Manager', 'Other'],
  ['Product Owner', 'Other', 'Product'],
  ['Co-Founder', 'Founder or owner', 'General management'],
  ['Senior Software Engineer', 'Specialist', 'Engineering'],
  ['Account Executive', 'Specialist', 'Sales'],
  ['Finance Intern', 'Trainee', 'Finance'],
  ['Executive Assistant to the CEO', 'Assistant', 'General management'],
  ['Wizard', 'Other', 'Other'],
];

for (const [title, rank, department] of titles) {
  test(`"${title}" is of the rank ${rank} and the department ${department}`, () => {
    assert.deepEqual([rankOf(title), departmentOf(title)], [rank, department]);
    assert.deepEqual([rankOf(`  ${title.toUpperCase()}`), departmentOf(title.toLowerCase())], [rank, department]);
  });
}

test('a country is one, however it is written; what is none stays as it is', () => {
  const states = [
    'USA',
    'U.S.A.',
    'us',
    'United States',
    'Vereinigte Staaten',
    'États-Unis',
    ' united states of america ',
  ];
  assert.deepEqual(new Set(states.map(countryOf)), new Set(['United States']));
  assert.deepEqual(new Set(['UK', 'England', 'GB', 'Great Britain'].map(countryOf)), new Set(['United Kingdom']));
  assert.equal(countryOf('Deutschland'), 'Germany');
  assert.equal(countryOf(' Atlantis '), 'Atlantis');
});

test('grouping a country twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(countryOf(countryOf(text)), countryOf(text));
    }),
  );
});

test('an address is replaced by the kind of its domain', () => {
  const kinds: [string, string | undefined][] = [
    ['Ada.Abbott@GMail.com', 'Free mail'],
    ['x@yahoo.co.uk', 'Free mail'],
    ['x@students.mit.edu', 'School'],
    ['x@ox.ac.uk', 'School'],
    ['x@state.gov', 'Authority'],
    ['x@acme.co.uk', 'Company'],
    ['x@mail.acme.io', 'Company'],
    ['not an address', undefined],
  ];
  for (const [address, kind] of kinds) assert.equal(mailKindOf(address), kind, address);
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      const left = protectValue('mail kind', (value) => value, address);
      assert.ok(['Free mail', 'School', 'Authority', 'Company'].includes(left ?? ''), left);
    }),
  );
});

test('what the org does not say has no group', () => {
  const group = createGrouper('job rank');
  assert.deepEqual([undefined, '', '  ', 'CEO', 'CEO'].map(group), [undefined, undefined, undefined, 'Chief', 'Chief']);
});
