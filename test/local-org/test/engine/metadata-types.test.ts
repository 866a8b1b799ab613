import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Member } from '../../src/metadata/manifest.ts';
import { describeMetadata, listMetadata } from '../../src/server/metadata-listing.ts';
import { manifest, metadata, openedOrg } from './opened-org.ts';

const rule = (name: string, active: boolean, more = ''): string =>
  `<fullName>${name}</fullName><active>${String(active)}</active>${more}`;

const assignment = (...rules: string[]): string =>
  metadata('AssignmentRules', rules.map((one) => `<assignmentRule>${one}</assignmentRule>`).join(''));

/** A file of each kind: one XML, rules in one file, settings, content with properties, folders, a model in a folder. */
const files: Record<string, string> = {
  'queues/Inbound.queue': metadata(
    'Queue',
    '<doesSendEmailToMembers>false</doesSendEmailToMembers><name>Inbound</name>',
  ),
  'assignmentRules/Lead.assignmentRules': assignment(rule('Standard', false), rule('Regions', false)),
  'approvalProcesses/Lead.Discount.approvalProcess': metadata(
    'ApprovalProcess',
    '<active>false</active><label>Discount</label>',
  ),
  'workflows/Lead.workflow': metadata(
    'Workflow',
    `<rules>${rule('Old_Leads', true, '<triggerType>onAllChanges</triggerType>')}</rules><tasks><fullName>Call</fullName></tasks>`,
  ),
  'settings/Case.settings': metadata(
    'CaseSettings',
    '<closeCaseThroughStatusChange>false</closeCaseThroughStatusChange>',
  ),
  'settings/LeadConvert.settings': metadata('LeadConvertSettings', '<allowOwnerChange>true</allowOwnerChange>'),
  'standardValueSets/LeadSource.standardValueSet': metadata('StandardValueSet', '<sorted>false</sorted>'),
  'email/Sales-meta.xml': metadata('EmailFolder', '<name>Sales</name>'),
  'email/Sales/Hello.email': 'Hello {!Lead.Name}',
  'email/Sales/Hello.email-meta.xml': metadata('EmailTemplate', '<name>Hello</name>'),
  'documents/Logos-meta.xml': metadata('DocumentFolder', '<name>Logos</name>'),
  'documents/Logos/logo.svg': '<svg/>',
  'documents/Logos/logo.svg-meta.xml': metadata('Document', '<name>logo</name>'),
  'territory2Models/World/World.territory2Model': metadata('Territory2Model', '<name>World</name>'),
  'territory2Models/World/territories/North.territory2': metadata('Territory2', '<name>North</name>'),
  'wave/Sales.wlens': '{}',
  'wave/Sales.wlens-meta.xml': metadata('WaveLens', '<label>Sales</label>'),
};

const named: Record<string, string[]> = {
  Queue: ['Inbound'],
  AssignmentRules: ['Lead'],
  ApprovalProcess: ['Lead.Discount'],
  Workflow: ['Lead'],
  Settings: ['Case', 'LeadConvert'],
  StandardValueSet: ['LeadSource'],
  EmailTemplate: ['Sales', 'Sales/Hello'],
  Document: ['Logos', 'Logos/logo.svg'],
  Territory2Model: ['World'],
  Territory2: ['World.North'],
  WaveLens: ['Sales'],
};

const membersOf = (types: Record<string, string[]>): Member[] =>
  Object.entries(types).flatMap(([type, names]) => names.map((fullName) => ({ type, fullName })));

function retrieved({ org, admin }: ReturnType<typeof openedOrg>, types: Record<string, string[]>) {
  const { files: found, problems } = org.retrieve(admin, membersOf(types));
  assert.deepEqual(problems, []);
  return Object.fromEntries(found.map(({ path, content }) => [path, new TextDecoder().decode(content)]));
}

test('real types of metadata are stored and given back as they came', () => {
  const opened = openedOrg();
  const { success, messages } = opened.deploy({ ...files, 'package.xml': manifest(named) });
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  assert.deepEqual(retrieved(opened, named), files);
  // Nothing has changed for the same files.
  const again = opened.deploy({ ...files, 'package.xml': manifest(named) });
  assert.deepEqual(
    again.messages.filter(({ changed }) => changed),
    [],
  );
});

test('a rule is added beside the others of its object, retrieved alone and deleted alone', () => {
  const opened = openedOrg();
  const { org, admin, deploy } = opened;
  deploy({ ...files, 'package.xml': manifest(named) });
  const rules = () => listMetadata(org, admin, { type: 'AssignmentRule' }).map(({ fullName }) => fullName);
  const added = { 'assignmentRules/Lead.assignmentRules': assignment(rule('Partners', false)) };
  assert.ok(deploy({ ...added, 'package.xml': manifest({ AssignmentRule: ['Lead.Partners'] }) }).success);
  assert.deepEqual(rules().toSorted(), ['Lead.Partners', 'Lead.Regions', 'Lead.Standard']);
  const alone = retrieved(opened, { AssignmentRule: ['Lead.Regions'] })['assignmentRules/Lead.assignmentRules'] ?? '';
  assert.match(alone, /Regions/);
  assert.doesNotMatch(alone, /Standard|Partners/);
  const deletion = {
    'package.xml': manifest({}),
    'destructiveChanges.xml': manifest({ AssignmentRule: ['Lead.Regions'] }),
  };
  assert.ok(deploy(deletion).success);
  assert.deepEqual(rules().toSorted(), ['Lead.Partners', 'Lead.Standard']);
  assert.equal(deploy(deletion).success, false);
});

test('a type that does not exist, and settings of another root than their own, are refused', () => {
  const { deploy } = openedOrg();
  const problemOf = (path: string, text: string, types: Record<string, string[]>): string | undefined =>
    deploy({ [path]: text, 'package.xml': manifest(types) }).messages.find(({ success }) => !success)?.problem;
  assert.match(problemOf('queus/A.queu', metadata('Queu', ''), {}) ?? '', /Unknown folder: queus/);
  assert.match(problemOf('queues/A.queue', metadata('Queue', ''), { Queu: ['A'] }) ?? '', /Unknown type name 'Queu'/);
  const root = problemOf('settings/Case.settings', metadata('LeadSettings', ''), {});
  assert.match(root ?? '', /Unexpected element LeadSettings at the root: CaseSettings is expected/);
});

test('the types are described with their folders and the types that their files keep', () => {
  const { metadataObjects } = describeMetadata() as { metadataObjects: Record<string, unknown>[] };
  assert.ok(metadataObjects.length > 500);
  const workflow = metadataObjects.find(({ xmlName }) => xmlName === 'Workflow');
  assert.deepEqual([workflow?.['directoryName'], workflow?.['suffix']], ['workflows', 'workflow']);
  assert.ok((workflow?.['childXmlNames'] as string[]).includes('WorkflowRule'));
});

test('a queue that is deployed owns leads, and is gone with its metadata', () => {
  const { deploy, insert, rows } = openedOrg();
  const queue = metadata(
    'Queue',
    '<name>Inbound Leads</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>',
  );
  assert.ok(deploy({ 'queues/Inbound.queue': queue }).success);
  const [group] = rows("SELECT Id, Name, Type FROM Group WHERE DeveloperName = 'Inbound'");
  assert.deepEqual([group?.['Name'], group?.['Type']], ['Inbound Leads', 'Queue']);
  const OwnerId = String(group?.['Id']);
  insert('Lead', { LastName: 'L', Company: 'C', OwnerId });
  assert.equal(rows("SELECT Id FROM Lead WHERE Owner.Name = 'Inbound Leads'").length, 1);
  const objects = rows("SELECT SobjectType FROM QueueSobject WHERE Queue.DeveloperName = 'Inbound'");
  assert.deepEqual(
    objects.map(({ SobjectType }) => SobjectType),
    ['Lead'],
  );
  deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Queue: ['Inbound'] }) });
  assert.deepEqual(rows("SELECT Id FROM Group WHERE DeveloperName = 'Inbound'"), []);
});
