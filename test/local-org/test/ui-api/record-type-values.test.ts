import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import type { DescribeSObject } from '../../src/schema/describe.ts';
import { showPicklist } from '../../src/ui-api/picklist-values.ts';
import { defaultFields } from '../../src/ui-api/record-defaults.ts';
import type { RecordSource } from '../../src/ui-api/record-source.ts';

const partner = '012Lo0000000001IAA';

let org: RunningOrg;
let describe: DescribeSObject;
let source: RecordSource;

before(async () => {
  org = await startOrg();
  const admin = org.org.userId('admin@local.org') ?? '';
  const plain = org.org.describe(admin, 'Lead');
  assert.ok(plain);
  const master = plain.recordTypeInfos[0];
  assert.ok(master);
  const info = { ...master, master: false, name: 'Partner', developerName: 'Partner', recordTypeId: partner };
  describe = { ...plain, recordTypeInfos: [master, info] };
  const value = (fullName: string, isDefault = 'false') => ({ fullName, default: isDefault });
  const picklistValues = [
    { picklist: 'Status', values: [value('Open %2D Not Contacted'), value('Working %2D Contacted', 'true')] },
  ];
  source = {
    user: { id: admin, locale: 'en-US', timeZone: 'GMT', profile: 'System Administrator' },
    apiVersion: '65.0',
    root: '/services/data/v65.0/ui-api',
    describe: () => describe,
    objectOfId: (id) => org.org.objectOfId(id),
    rows: (soql) => [...org.org.query(admin, soql).rows],
    components: (type) => (type === 'RecordType' ? [{ fullName: 'Lead.Partner', body: { picklistValues } }] : []),
  };
});
after(() => org.stop());

const fieldNamed = (name: string) => {
  const field = describe.fields.find((one) => one.name === name);
  assert.ok(field);
  return field;
};

test('a record type offers its own values of a picklist, with its own default', () => {
  const status = showPicklist(source, describe, { field: fieldNamed('Status'), recordTypeId: partner });
  assert.deepEqual(
    status.values.map(({ value }) => value),
    ['Open - Not Contacted', 'Working - Contacted'],
  );
  assert.equal(status.defaultValue?.value, 'Working - Contacted');
  const rating = showPicklist(source, describe, { field: fieldNamed('Rating'), recordTypeId: partner });
  assert.equal(rating.values.length, 3);
});

test('a new record of the record type starts with its default', () => {
  const fields = defaultFields(source, { describe, recordTypeId: partner }, ['Status']);
  assert.equal(fields['Status']?.value, 'Working - Contacted');
});
