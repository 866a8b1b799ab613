import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DescribeField, DescribeSObject } from '../../src/schema/describe.ts';
import { openedOrg } from './opened-org.ts';

// Answers recorded from a real org, kept beside the repository: without them there is nothing to compare with.
const folder = new URL('../../../../../shared/data/describe/', import.meta.url);

const compared = [
  'type',
  'length',
  'precision',
  'scale',
  'nillable',
  'createable',
  'updateable',
  'permissionable',
  'filterable',
  'groupable',
  'sortable',
  'idLookup',
  'unique',
  'nameField',
  'restrictedPicklist',
  'soapType',
] as const;

const { admin, org } = openedOrg();

for (const name of ['Account', 'Contact', 'Event', 'Lead', 'Opportunity', 'OpportunityContactRole']) {
  const file = new URL(`${name}.json`, folder);
  const skip = existsSync(file) ? false : 'no recorded describe beside the repository';
  test(`${name} is described as a real org describes it`, { skip }, () => {
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as DescribeSObject;
    const ours = org.describe(admin, name);
    assert.ok(ours);
    assert.deepEqual(
      [ours.keyPrefix, ours.label, ours.undeletable],
      [recorded.keyPrefix, recorded.label, recorded.undeletable],
    );
    let matched = 0;
    for (const field of ours.fields) {
      const real = recorded.fields.find((one) => one.name === field.name);
      if (real === undefined) continue;
      matched += 1;
      const facts = (one: DescribeField) => Object.fromEntries(compared.map((key) => [key, one[key]]));
      assert.deepEqual(facts(field), facts(real), `${name}.${field.name}`);
      const values = (one: DescribeField) => one.picklistValues.map(({ value }) => value);
      for (const value of values(real))
        assert.ok(field.name === 'GroupEventType' || values(field).includes(value), `${field.name}: ${value}`);
    }
    assert.ok(matched >= recorded.fields.filter((field) => !field.custom).length * 0.6);
  });
}
