import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOrg } from '../../src/index.ts';
import type { RunningOrg } from '../../src/index.ts';
import { deployTestPackage } from '../server/test-package.ts';
import { evaluateAction, leadLayout } from './deployed-pages.ts';
import { at, deploy, insert, readUi, refusedUi } from './ui-call.ts';
import type { Json } from './ui-call.ts';

let org: RunningOrg;
let lead: string;

before(async () => {
  org = await startOrg();
  deployTestPackage(org);
  deploy(org, {
    'lwc/sendInvoice/sendInvoice.js': 'export default class {}',
    'lwc/sendInvoice/sendInvoice.js-meta.xml':
      '<LightningComponentBundle><apiVersion>65.0</apiVersion></LightningComponentBundle>',
    'quickActions/Lead.Evaluate.quickAction': evaluateAction,
  });
  lead = insert(org, 'Lead', { LastName: 'Lovelace', Company: 'Engines' });
});
after(() => org.stop());

const namesOf = async (query = '', token = org.adminToken): Promise<unknown[]> => {
  const answer = await readUi(org, `/actions/record/${lead}${query}`, { token });
  return (at(answer, 'actions', lead, 'actions') as Json[]).map(({ apiName }) => apiName);
};

test('a record has the quick actions of its object and the standard buttons', async () => {
  assert.deepEqual(await namesOf(), ['Lead.Evaluate', 'Edit', 'Clone', 'Delete']);
  assert.deepEqual(await namesOf('?actionTypes=QuickAction'), ['Lead.Evaluate']);
  assert.deepEqual(await namesOf('?apiNames=Edit'), ['Edit']);
});

test('a quick action names its component', async () => {
  const answer = await readUi(org, `/actions/record/${lead}?apiNames=Lead.Evaluate`);
  const action = at(answer, 'actions', lead, 'actions', 0) as Json;
  const { externalId, iconUrl, id, primaryColor, ...others } = action;
  assert.match(String(externalId), new RegExp(`^00D\\w{12}:${lead}::Record:Desktop::09D\\w{15}$`));
  assert.match(String(id), /^0JV\w{15}$/);
  assert.ok(iconUrl);
  assert.ok(primaryColor);
  assert.deepEqual(others, {
    actionListContext: 'Record',
    actionTarget: '/services/data/v65.0/sobjects/Lead/quickActions/Lead.Evaluate/describe',
    actionTargetType: 'Describe',
    apiName: 'Lead.Evaluate',
    isMassAction: 'false',
    label: 'Evaluate',
    lwcComponent: 'sendInvoice',
    relatedListRecordId: null,
    relatedSourceObject: null,
    section: 'Page',
    sourceObject: lead,
    subtype: 'LightningWebComponent',
    targetObject: null,
    targetUrl: null,
    type: 'QuickAction',
  });
});

test('a layout decides which actions there are, and in which order', async () => {
  deploy(org, { 'layouts/Lead-Lead Layout.layout': leadLayout });
  assert.deepEqual(await namesOf(), ['Edit', 'Lead.Evaluate']);
  await refusedUi(org, 404, '/actions/record/00QLo0000000zzzMAA');
});
