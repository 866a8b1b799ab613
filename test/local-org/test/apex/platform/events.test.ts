import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexOrg } from './apex-org.ts';

const metadata = {
  'objects/Ping__e.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Ping</label><pluralLabel>Pings</pluralLabel>
    <publishBehavior>PublishAfterCommit</publishBehavior>
    <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>20</length></fields></CustomObject>`,
};

const triggers = {
  Pings: `trigger Pings on Ping__e (after insert) {
    for (Ping__e one : Trigger.new) insert new Account(Name = 'Got ' + one.Text__c);
  }`,
};

test('triggers on events run after the commit', async () => {
  const apex = new ApexOrg({ metadata, triggers });
  assert.deepEqual(
    apex.run(`
      Database.SaveResult result = EventBus.publish(new Ping__e(Text__c = 'one'));
      System.debug(result.isSuccess() + ' ' + result.getErrors()[0].getStatusCode());
      System.debug(EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'two') })[0].isSuccess());
      System.debug([SELECT COUNT() FROM Account WHERE Name LIKE 'Got%']);
    `),
    ['true OPERATION_ENQUEUED', 'true', '0'],
  );
  await apex.runtime.settled();
  assert.deepEqual(apex.values(`SELECT Name FROM Account ORDER BY Name`), ['Got one', 'Got two']);
  assert.deepEqual(apex.runtime.eventErrors, []);
});

test('an event that is rolled back reaches nobody', async () => {
  const apex = new ApexOrg({ metadata, triggers });
  assert.match(
    apex.fail(`EventBus.publish(new Ping__e(Text__c = 'one')); throw new IllegalArgumentException('no');`),
    /no$/,
  );
  await apex.runtime.settled();
  assert.deepEqual(apex.values('SELECT Name FROM Account'), []);
});

test('an error of a trigger on events is kept', async () => {
  const apex = new ApexOrg({
    metadata,
    triggers: { Pings: `trigger Pings on Ping__e (after insert) { throw new IllegalArgumentException('no'); }` },
  });
  apex.run(`EventBus.publish(new Ping__e(Text__c = 'one'));`);
  await apex.runtime.settled();
  assert.deepEqual(apex.runtime.eventErrors, [{ object: 'Ping__e', message: 'System.IllegalArgumentException: no' }]);
});
