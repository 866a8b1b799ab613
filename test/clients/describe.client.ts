import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { openClients } from './open-clients.ts';
import { assert } from './tally.ts';

const metadata = [fileURLToPath(new URL('../../force-app/main/default', import.meta.url))];
const { org, sf, close } = await openClients({ metadata });
after(close);

type Described = { name: string; fields: { name: string; updateable: boolean }[] } & Record<string, unknown>;

const describe = async (object: string, token?: string): Promise<Described> => {
  const args = ['sobject', 'describe', '--sobject', object];
  const { result, message } = await sf.json(args, token === undefined ? {} : { env: { SF_TARGET_ORG: token } });
  assert.ok(result, message);
  return result as Described;
};

test('sobject list names the objects, all and by kind', async () => {
  const custom = await sf.run(['sobject', 'list', '--sobject', 'custom']);
  assert.equal(custom.exitCode, 0, custom.stderr);
  const names = custom.stdout.trim().split('\n');
  assert.ok(names.includes('Score_Goal__c') && names.includes('Score_Run__c'));
  assert.ok(
    names.every((name) => /__(c|e|History)$/.test(name)),
    custom.stdout,
  );

  const standard = await sf.json(['sobject', 'list', '--sobject', 'standard']);
  const standardNames = standard.result as string[];
  assert.ok(['Account', 'Contact', 'Lead', 'Opportunity', 'User'].every((name) => standardNames.includes(name)));
  assert.ok(!standardNames.includes('Score_Goal__c'));

  const all = await sf.json(['sobject', 'list', '--sobject', 'all']);
  assert.equal((all.result as string[]).length, names.length + standardNames.length);
});

test('sobject describe prints the same JSON with and without --json', async () => {
  const human = await sf.run(['sobject', 'describe', '--sobject', 'Lead']);
  assert.equal(human.exitCode, 0, human.stderr);
  const lead = await describe('Lead');
  assert.deepEqual(JSON.parse(human.stdout), lead);
  assert.partialDeepStrictEqual(lead, {
    name: 'Lead',
    label: 'Lead',
    labelPlural: 'Leads',
    keyPrefix: '00Q',
    custom: false,
    createable: true,
    queryable: true,
    urls: { describe: '/services/data/v67.0/sobjects/Lead/describe' },
  });
  const status = lead.fields.find(({ name }) => name === 'Status');
  assert.partialDeepStrictEqual(status, { type: 'picklist', nillable: false, updateable: true });
});

test('a field is described only after the permission set is assigned', async () => {
  const isScore = ({ name }: { name: string }): boolean => name === 'Predictive_Score__c';
  const token = org.tokenFor('rep@local.org');
  assert.ok(!(await describe('Lead', token)).fields.some(isScore));
  org.org.assignPermissionSet(org.org.userId('rep@local.org') ?? '', 'ScoringUser');
  const score = (await describe('Lead', token)).fields.find(isScore);
  assert.partialDeepStrictEqual(score, {
    type: 'double',
    precision: 3,
    scale: 0,
    updateable: false,
    createable: false,
  });
});

test('a missing object is an error', async () => {
  const refused = await sf.json(['sobject', 'describe', '--sobject', 'Nope__c']);
  assert.equal(refused.exitCode, 1);
  assert.equal(refused.name, 'NOT_FOUND');
  assert.equal(refused.message, 'The requested resource does not exist');
});
