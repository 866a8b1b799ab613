import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { deployTestPackage } from '../server/test-package.ts';
import { leadLayout, leadListViews, otherLeadLayout, standardProfile } from './deployed-pages.ts';
import { at, deploy, namesIn, readUi, refusedUi } from './ui-call.ts';
import type { Json } from './ui-call.ts';

let org: RunningOrg;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
});
after(() => org.stop());

/** Names of the fields in each place, row by row. */
const places = (layout: unknown): unknown[] =>
  (at(layout, 'sections') as Json[]).map(({ layoutRows }) =>
    (layoutRows as Json[]).map(({ layoutItems }) =>
      (layoutItems as Json[]).map(({ layoutComponents }) =>
        (layoutComponents as Json[]).map(({ apiName }) => String(apiName)).join('+'),
      ),
    ),
  );

test('an object without a layout has one made of its fields', async () => {
  const layout = await readUi(org, '/layout/Opportunity');
  const { eTag, id, sections, ...others } = layout;
  assert.match(String(eTag), /^[0-9a-f]{32}$/);
  assert.match(String(id), /^00h\w{15}$/);
  assert.deepEqual(others, {
    layoutType: 'Full',
    mode: 'View',
    objectApiName: 'Opportunity',
    recordTypeId: '012000000000000AAA',
    saveOptions: [],
  });
  const first = (sections as Json[])[0];
  assert.deepEqual(namesIn(first), [
    'collapsible',
    'columns',
    'heading',
    'id',
    'layoutRows',
    'rows',
    'tabOrder',
    'useHeading',
  ]);
  assert.equal(at(first, 'heading'), 'Opportunity Information');
  assert.ok(JSON.stringify(places(layout)).includes('"CreatedById+CreatedDate"'));
});

test('a deployed layout is shown with its sections, rows and gaps', async () => {
  deploy(org, { 'layouts/Lead-Lead Layout.layout': leadLayout });
  const layout = await readUi(org, '/layout/Lead?mode=View');
  assert.deepEqual(places(layout), [
    [
      ['Salutation+FirstName+LastName+Name', 'Status'],
      ['Email', 'null'],
      ['Street+City+State+PostalCode+Country', 'Test_Percent__c'],
    ],
    [['CreatedById+CreatedDate']],
  ]);
  const [who, system] = layout['sections'] as Json[];
  assert.deepEqual([who?.['heading'], who?.['columns'], who?.['rows'], who?.['useHeading']], ['Who', 2, 3, true]);
  assert.equal(system?.['useHeading'], false);
  assert.deepEqual(at(who, 'layoutRows', 0, 'layoutItems', 1), {
    editableForNew: true,
    editableForUpdate: true,
    label: 'Status',
    layoutComponents: [{ apiName: 'Status', componentType: 'Field', label: 'Status' }],
    lookupIdApiName: null,
    required: true,
    sortable: false,
    uiBehavior: 'Required',
  });
  assert.deepEqual(at(who, 'layoutRows', 1, 'layoutItems', 1), {
    editableForNew: false,
    editableForUpdate: false,
    label: '',
    layoutComponents: [{ apiName: null, componentType: 'EmptySpace' }],
    lookupIdApiName: null,
    required: false,
    sortable: false,
    uiBehavior: null,
  });
  const percent = at(who, 'layoutRows', 2, 'layoutItems', 1);
  assert.deepEqual([at(percent, 'editableForUpdate'), at(percent, 'uiBehavior')], [false, 'Readonly']);
});

test('the form for a new record leaves out what users cannot enter', async () => {
  const layout = await readUi(org, '/layout/Lead?mode=Create');
  assert.deepEqual(places(layout), [
    [
      ['Salutation+FirstName+LastName', 'Status'],
      ['Email', 'null'],
      ['Street+City+State+PostalCode+Country', 'null'],
    ],
  ]);
});

test('a profile has the layout that is assigned to it', async () => {
  deploy(org, { 'layouts/Lead-Short Layout.layout': otherLeadLayout, 'profiles/Standard.profile': standardProfile });
  const token = org.tokenFor('rep@local.org');
  assert.deepEqual(places(await readUi(org, '/layout/Lead?mode=Edit', { token })), [
    [['Salutation+FirstName+LastName']],
  ]);
  assert.equal((places(await readUi(org, '/layout/Lead?mode=Edit')) as unknown[]).length, 2);
});

test('a compact layout is the deployed one, or the platform’s', async () => {
  const before = await readUi(org, '/layout/Lead?layoutType=Compact');
  assert.deepEqual(places(before)[0], [
    ['Salutation+FirstName+LastName+Name'],
    ['Title'],
    ['Company'],
    ['Phone'],
    ['Email'],
  ]);
  deploy(org, { 'objects/Lead.object': leadListViews });
  const compact = await readUi(org, '/layout/Lead?layoutType=Compact');
  assert.deepEqual(places(compact)[0], [['Salutation+FirstName+LastName+Name'], ['Test_Percent__c']]);
  assert.equal(at(compact, 'sections', 0, 'layoutRows', 1, 'layoutItems', 0, 'uiBehavior'), null);
});

test('an invalid layout is refused', async () => {
  await refusedUi(org, 400, '/layout/Lead?mode=Print');
  await refusedUi(org, 400, '/layout/Lead?recordTypeId=012000000000999AAA');
  await refusedUi(org, 400, '/layout/Nope__c');
});
