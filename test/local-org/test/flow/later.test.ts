import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metadata } from '../engine/opened-org.ts';
import {
  assign,
  connect,
  decide,
  condition,
  element,
  filter,
  flow,
  flowOrg,
  input,
  inputs,
  onSave,
  output,
  ref,
  variable,
} from './flow-org.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const asyncPath = (target: string): string =>
  `<scheduledPaths>${connect(target)}<pathType>AsyncAfterCommit</pathType></scheduledPaths>`;

const timedPath = (target: string, { number, unit, field }: { number: number; unit: string; field?: string }): string =>
  `<scheduledPaths><name>Later</name>${connect(target)}<label>Later</label><offsetNumber>${number}</offsetNumber><offsetUnit>${unit}</offsetUnit>${field === undefined ? '<timeSource>RecordTriggerEvent</timeSource>' : `<recordField>${field}</recordField><timeSource>RecordField</timeSource>`}</scheduledPaths>`;

const note = (text: string): string =>
  element('recordUpdates', 'Note', `<inputReference>$Record</inputReference>${inputs({ Note__c: text })}`);

const actionClass = (name: string) => ({
  [`classes/${name}.cls`]: `public class ${name} { @InvocableMethod public static void run(List<Id> ids) {} }`,
  [`classes/${name}.cls-meta.xml`]: metadata('ApexClass', '<apiVersion>65.0</apiVersion><status>Active</status>'),
});

const callAction = (name: string, values: Parameters<typeof inputs>[0], more = '', next?: string): string =>
  element(
    'actionCalls',
    'Call',
    `<actionName>${name}</actionName><actionType>apex</actionType>${inputs(values, 'inputParameters', 'name')}<storeOutputAutomatically>true</storeOutputAutomatically>${more}`,
    next,
  );

test('an asynchronous path runs after the commit, with the record as it is then', async () => {
  const { admin, deployFlows, flows, org, row, rows } = flowOrg();
  deployFlows({
    Async: flow(
      onSave('RecordAfterSave', undefined, { when: 'Create', more: asyncPath('Note') }),
      note('{!$Record.Other__c}'),
    ),
  });
  org.transaction(() => {
    const created = org.write(admin, 'insert', 'Project__c', { Name: 'P', Other__c: 'first' });
    org.write(admin, 'update', 'Project__c', { Id: created.id, Other__c: 'second' });
  });
  assert.equal(row('SELECT Note__c FROM Project__c').Note__c, null);
  await flows.settled();
  assert.equal(row('SELECT Note__c FROM Project__c').Note__c, 'second');
  assert.throws(() =>
    org.transaction(() => {
      org.write(admin, 'insert', 'Project__c', { Name: 'Never' });
      throw new Error('undone');
    }),
  );
  await flows.settled();
  assert.equal(rows('SELECT Id FROM Project__c').length, 1);
});

test('an error of an asynchronous path is mailed, and undoes only its own record', async () => {
  const { admin, deployFlows, flows, org, rows } = flowOrg();
  deployFlows({
    Async: flow(
      onSave('RecordAfterSave', undefined, { when: 'Create', more: asyncPath('Note') }),
      note('{!$Record.Other__c}'),
    ),
  });
  const records = ['fine', 'forbidden', 'good'].map((Other__c) => ({ Name: Other__c, Other__c }));
  org.writeMany(admin, 'insert', 'Project__c', records, { allOrNone: true });
  await flows.settled();
  assert.deepEqual(
    rows('SELECT Note__c FROM Project__c ORDER BY Name').map(({ Note__c }) => Note__c),
    ['fine', null, 'good'],
  );
  assert.equal(flows.outbox.emails.length, 1);
  assert.match(flows.outbox.emails[0]?.subject ?? '', /^Error Occurred During Flow "Async": .*Not this note/);
});

test('what a failing interview has written before is undone', async () => {
  const { deployFlows, flows, insert, rows } = flowOrg();
  deployFlows({
    Async: flow(
      onSave('RecordAfterSave', undefined, { when: 'Create', more: asyncPath('Create') }),
      element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: 'A' })}`, 'Note') +
        note('forbidden'),
    ),
  });
  insert('Project__c', { Name: 'P' });
  await flows.settled();
  assert.equal(flows.outbox.emails.length, 1);
  assert.deepEqual(rows('SELECT Id FROM Account'), []);
});

test('an action is called once for all interviews, may wait for a callout, and hands outputs back', async () => {
  const calls: Record<string, unknown>[][] = [];
  const { admin, deploy, deployFlows, flows, org, rows } = flowOrg({
    invokeApex: async (_, name, given) => {
      assert.equal(name, 'Rate');
      calls.push(given);
      await Promise.resolve();
      return given.map(({ text }) => ({ output: `${String(text)}!` }));
    },
  });
  assert.ok(deploy(actionClass('Rate')).success);
  deployFlows({
    Async: flow(
      onSave('RecordAfterSave', undefined, { when: 'Create', more: asyncPath('Call') }),
      callAction('Rate', { text: ref('$Record.Name') }, '', 'Note') + note('{!Call.output}'),
    ),
  });
  const records = Array.from({ length: 250 }, (_, index) => ({ Name: `P${index}` }));
  org.writeMany(admin, 'insert', 'Project__c', records, { allOrNone: true });
  await flows.settled();
  assert.deepEqual(
    calls.map(({ length }) => length),
    [200, 50],
  );
  const notes = rows('SELECT Name, Note__c FROM Project__c');
  assert.ok(notes.every(({ Name, Note__c }) => Note__c === `${String(Name)}!`));
  assert.deepEqual(flows.outbox.emails, []);
});

test('an error of an action takes the fault path; a callout while a record is saved is one', async () => {
  const failing = flowOrg({
    invokeApex: () => {
      throw new Error('System.DmlException: no');
    },
  });
  const waiting = flowOrg({ invokeApex: async (_, __, given) => given });
  const xml = flow(
    onSave('RecordAfterSave', 'Call', { when: 'Create' }),
    callAction('Rate', { text: 'x' }, connect('Note', 'faultConnector')) +
      note('{!message}') +
      '<formulas><name>message</name><dataType>String</dataType><expression>LEFT({!$Flow.FaultMessage}, 40)</expression></formulas>',
  );
  for (const { deploy, deployFlows, insert, row } of [failing, waiting]) {
    assert.ok(deploy(actionClass('Rate')).success);
    deployFlows({ Save: xml });
    insert('Project__c', { Name: 'P' });
    assert.match(String(row('SELECT Note__c FROM Project__c').Note__c), /^An Apex error occurred: System\./);
  }
  await waiting.flows.settled();
});

test('a scheduled path runs at its time, moves with its date and is cancelled by the record', async () => {
  const { deployFlows, flows, insert, org, row, update } = flowOrg();
  deployFlows({
    Late: flow(
      onSave('RecordAfterSave', undefined, {
        more: `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>and</filterLogic>${filter('Done__c', 'EqualTo', false)}${timedPath('Note', { number: -1, unit: 'Days', field: 'Start__c' })}`,
      }),
      note('late'),
    ),
  });
  const noteOf = (id: string): unknown => row(`SELECT Note__c FROM Project__c WHERE Id = '${id}'`).Note__c;
  const one = insert('Project__c', { Name: 'One', Start__c: '2026-03-18T12:00:00Z' });
  const two = insert('Project__c', { Name: 'Two', Start__c: '2026-03-18T12:00:00Z' });
  const three = insert('Project__c', { Name: 'Three', Start__c: '2026-03-18T12:00:00Z' });
  insert('Project__c', { Name: 'No date' });
  assert.equal(flows.waiting.length, 3);
  assert.equal(flows.waiting[0]?.dueAt, '2026-03-17T12:00:00.000Z');
  update('Project__c', { Id: two, Done__c: true });
  update('Project__c', { Id: three, Start__c: '2026-03-20T12:00:00Z' });
  org.clock.advance(dayMs - hourMs);
  await flows.runDue();
  assert.equal(noteOf(one), null);
  org.clock.advance(2 * hourMs);
  await flows.runDue();
  assert.deepEqual([noteOf(one), noteOf(two), noteOf(three)], ['late', null, null]);
  org.clock.advance(2 * dayMs);
  await flows.runDue();
  assert.deepEqual([noteOf(one), noteOf(two), noteOf(three)], ['late', null, 'late']);
  assert.deepEqual(flows.waiting, []);
});

test('a path of a record that is deleted meanwhile does not run', async () => {
  const { admin, deployFlows, flows, insert, org, rows } = flowOrg();
  deployFlows({
    Late: flow(
      onSave('RecordAfterSave', undefined, { when: 'Create', more: timedPath('Create', { number: 1, unit: 'Hours' }) }),
      element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: ref('$Record.Name') })}`),
    ),
  });
  const id = insert('Project__c', { Name: 'Gone' });
  insert('Project__c', { Name: 'Kept' });
  assert.ok(org.write(admin, 'delete', 'Project__c', { Id: id }).success);
  org.clock.advance(2 * hourMs);
  await flows.runDue();
  assert.deepEqual(
    rows('SELECT Name FROM Account').map(({ Name }) => Name),
    ['Kept'],
  );
});

test('a path with an offset from the save runs beside the immediate one', async () => {
  const { deployFlows, flows, insert, org, row } = flowOrg();
  deployFlows({
    Both: flow(
      onSave('RecordAfterSave', 'Other', { when: 'Create', more: timedPath('Note', { number: 2, unit: 'Hours' }) }),
      element('recordUpdates', 'Other', `<inputReference>$Record</inputReference>${inputs({ Other__c: 'at once' })}`) +
        note('later'),
    ),
  });
  insert('Project__c', { Name: 'P' });
  assert.equal(row('SELECT Other__c FROM Project__c').Other__c, 'at once');
  org.clock.advance(2 * hourMs + 1_000);
  await flows.runDue();
  assert.equal(row('SELECT Note__c FROM Project__c').Note__c, 'later');
});

test('a scheduled flow runs daily, for each record that it asks for or once', async () => {
  const { deployFlows, flows, insert, org, rows, row } = flowOrg();
  const schedule =
    '<schedule><frequency>Daily</frequency><startDate>2026-03-17</startDate><startTime>03:00:00.000Z</startTime></schedule><triggerType>Scheduled</triggerType>';
  deployFlows({
    Nightly: flow(
      `${connect('Count')}<object>Project__c</object><filterLogic>and</filterLogic>${filter('Done__c', 'EqualTo', false)}${schedule}`,
      element('recordUpdates', 'Count', `<inputReference>$Record</inputReference>${inputs({ Size__c: ref('more') })}`) +
        '<formulas><name>more</name><dataType>Number</dataType><scale>0</scale><expression>{!$Record.Size__c} + 1</expression></formulas>',
    ),
    Once_A_Night: flow(
      `${connect('Create')}${schedule}`,
      element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: 'Night' })}`),
    ),
  });
  insert('Project__c', { Name: 'Open', Size__c: 0 });
  insert('Project__c', { Name: 'Done', Size__c: 0, Done__c: true });
  await flows.runDue();
  assert.deepEqual(rows('SELECT Id FROM Account'), []);
  org.clock.advance(dayMs);
  await flows.runDue();
  await flows.runDue();
  assert.equal(rows('SELECT Id FROM Account').length, 1);
  org.clock.advance(dayMs);
  await flows.runDue();
  assert.equal(row("SELECT Size__c FROM Project__c WHERE Name = 'Open'").Size__c, 2);
  assert.equal(row("SELECT Size__c FROM Project__c WHERE Name = 'Done'").Size__c, 0);
});

test('a platform event starts a flow, and a flow publishes one', async () => {
  const { admin, deployFlows, flows, insert, org, rows } = flowOrg();
  deployFlows({
    Publish: flow(
      onSave('RecordAfterSave', 'Send', { when: 'Create' }),
      element('recordCreates', 'Send', `<object>Order__e</object>${inputs({ Code__c: ref('$Record.Name') })}`),
    ),
    Receive: flow(
      `${connect('Create')}<object>Order__e</object><triggerType>PlatformEvent</triggerType>`,
      decide('Skip', { when: condition('$Record.Code__c', 'EqualTo', 'never') }) +
        element('recordCreates', 'Create', `<object>Account</object>${inputs({ Name: 'Order {!$Record.Code__c}' })}`),
    ),
  });
  insert('Project__c', { Name: 'one' });
  org.write(admin, 'insert', 'Order__e', { Code__c: 'two' });
  await flows.settled();
  assert.deepEqual(
    rows('SELECT Name FROM Account ORDER BY Name').map(({ Name }) => Name),
    ['Order one', 'Order two'],
  );
});

test('notifications and mails are kept in the outbox, and not when the save is undone', async () => {
  const { deployFlows, flows, insert, refused } = flowOrg();
  const action = (name: string, values: Parameters<typeof inputs>[0], next?: string): string =>
    element(
      'actionCalls',
      name,
      `<actionName>${name}</actionName><actionType>${name}</actionType>${inputs(values, 'inputParameters', 'name')}`,
      next,
    );
  deployFlows({
    Tell: flow(
      onSave('RecordAfterSave', 'emailSimple', { when: 'Create' }),
      action(
        'emailSimple',
        { emailAddresses: 'a@x.test, b@x.test', emailSubject: 'New {!$Record.Name}', emailBody: 'Body' },
        'Is_Bad',
      ) +
        decide('Is_Bad', { when: condition('$Record.Name', 'EqualTo', 'Bad'), then: 'Note' }) +
        note('forbidden'),
    ),
  });
  insert('Project__c', { Name: 'P' });
  refused('insert', 'Project__c', { Name: 'Bad' });
  const sent = flows.outbox.emails.filter(({ subject }) => subject.startsWith('New'));
  assert.deepEqual(sent, [{ to: ['a@x.test', 'b@x.test'], subject: 'New P', body: 'Body', at: sent[0]?.at }]);
});

test('a mail without addresses, and a notification of an unknown type, are faults', async () => {
  const { admin, deployFlows, flows } = flowOrg();
  const send = (type: string, values: Parameters<typeof inputs>[0]): string =>
    flow(
      connect('Send'),
      element(
        'actionCalls',
        'Send',
        `<actionName>${type}</actionName><actionType>${type}</actionType>${inputs(values, 'inputParameters', 'name')}`,
      ),
    );
  deployFlows({
    Mail: send('emailSimple', { emailSubject: 'S', emailBody: 'B' }),
    Bell: send('customNotificationAction', { customNotifTypeId: '0ML1', recipientIds: admin, title: 'T', body: 'B' }),
    Chatter: send('chatterPost', { text: 'T' }),
  });
  const errorOf = async (name: string): Promise<string | undefined> => (await flows.run(name, { userId: admin })).error;
  assert.match((await errorOf('Mail')) ?? '', /Missing required input parameter: emailAddresses/);
  assert.match((await errorOf('Bell')) ?? '', /Invalid custom notification type/);
  assert.match((await errorOf('Chatter')) ?? '', /The action chatterPost of type chatterPost isn't supported/);
  assert.equal(flows.outbox.notifications.length, 0);
});

test('where flows arrive inactive, an admin activates them, and the old version runs until the new one is', async () => {
  const { admin, deployFlows, flows } = flowOrg({ activatesOnDeploy: false });
  const version = (text: string): string =>
    flow(
      connect('Set'),
      assign('Set', [['result', 'Assign', text]]) +
        variable('result', 'String', output) +
        variable('unused', 'String', input),
    );
  const run = async (): Promise<unknown> => (await flows.run('Versions', { userId: admin })).outputs['result'];
  deployFlows({ Versions: version('one') });
  await assert.rejects(run, /isn't active/);
  flows.activate('Versions');
  assert.equal(await run(), 'one');
  deployFlows({ Versions: version('two') });
  assert.equal(await run(), 'one');
  flows.activate('Versions');
  assert.equal(await run(), 'two');
  flows.deactivate('Versions');
  await assert.rejects(run, /isn't active/);
});

test('a draft, and a flow whose definition names no version, do not run', () => {
  const { deploy, deployFlows, flows } = flowOrg();
  const content = assign('Set', [['x', 'Assign', 'y']]) + variable('x', 'String');
  deployFlows({
    Draft: flow(connect('Set'), content, '<status>Draft</status>'),
    Off: flow(connect('Set'), content),
    On: flow(connect('Set'), content),
  });
  assert.ok(
    deploy({
      'flowDefinitions/Off.flowDefinition': metadata('FlowDefinition', '<activeVersionNumber>0</activeVersionNumber>'),
    }).success,
  );
  assert.deepEqual(
    flows.active.map(({ name }) => name),
    ['On'],
  );
});

test('code reads which flows are active, also after they were switched on and off', () => {
  const { deployFlows, flows, rows } = flowOrg();
  const content = assign('Set', [['x', 'Assign', 'y']]) + variable('x', 'String');
  deployFlows({ Draft: flow(connect('Set'), content, '<status>Draft</status>'), On: flow(connect('Set'), content) });
  const activity = (): unknown[] =>
    rows('SELECT ApiName, ActiveVersionId, LatestVersionId, IsActive FROM FlowDefinitionView ORDER BY ApiName').map(
      (row) => [row['ApiName'], row['IsActive'], row['ActiveVersionId'] === row['LatestVersionId']],
    );
  assert.deepEqual(activity(), [
    ['Draft', false, false],
    ['On', true, true],
  ]);
  flows.activate('Draft');
  flows.deactivate('On');
  assert.deepEqual(activity(), [
    ['Draft', true, true],
    ['On', false, false],
  ]);
});
