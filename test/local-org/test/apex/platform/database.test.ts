import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { outboxKind } from '../../../src/apex/platform/outbox.ts';
import type { SentMessage } from '../../../src/apex/platform/outbox.ts';
import { runTests } from '../../../src/apex/test-runner.ts';
import { ApexOrg, repName } from './apex-org.ts';

let apex: ApexOrg;
beforeEach(() => {
  apex = new ApexOrg();
});

test('a partial save says of each record what became of it', () => {
  assert.deepEqual(
    apex.run(`
      List<Lead> leads = new List<Lead>{ new Lead(LastName = 'Ada', Company = 'Acme'), new Lead(LastName = 'Bob') };
      List<Database.SaveResult> results = Database.insert(leads, false);
      System.debug(results[0].isSuccess() + ' ' + (results[0].getId() == leads[0].Id));
      Database.Error error = results[1].getErrors()[0];
      System.debug(results[1].isSuccess() + ' ' + error.getStatusCode() + ' ' + error.getFields());
      System.debug([SELECT COUNT() FROM Lead WHERE LastName IN ('Ada', 'Bob')]);
      System.debug(Database.insert(new Lead(LastName = 'Cid', Company = 'Acme'), AccessLevel.USER_MODE).isSuccess());
    `),
    ['true true', 'false REQUIRED_FIELD_MISSING (Company)', '1', 'true'],
  );
});

test('without options all records are saved or an exception names the first that is not', () => {
  assert.equal(
    apex.fail(`
      Database.insert(new List<Lead>{ new Lead(LastName = 'Ada', Company = 'Acme'), new Lead(LastName = 'Bob') });
    `),
    'System.DmlException: Insert failed. First exception on row 1; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Company]: [Company]',
  );
  assert.deepEqual(apex.values(`SELECT Id FROM Lead WHERE LastName = 'Ada'`), []);
});

test('DML options save one by one unless they say otherwise', () => {
  assert.deepEqual(
    apex.run(`
      Database.DMLOptions options = new Database.DMLOptions();
      options.DuplicateRuleHeader.allowSave = true;
      List<Lead> leads = new List<Lead>{ new Lead(LastName = 'Bob'), new Lead(LastName = 'Ada', Company = 'Acme') };
      System.debug(Database.insert(leads, options)[1].isSuccess());
      options.optAllOrNone = true;
      try {
        Database.insert(new List<Lead>{ new Lead(LastName = 'Bob') }, options);
      } catch (DmlException refusal) {
        System.debug(refusal.getDmlType(0));
      }
    `),
    ['true', 'REQUIRED_FIELD_MISSING'],
  );
});

test('update, upsert, delete and undelete', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada', Company = 'Acme');
      System.debug(Database.upsert(one).isCreated());
      one.Company = 'New';
      System.debug(Database.upsert(one, Lead.Id, false).isCreated());
      System.debug(Database.update(one, false).isSuccess());
      System.debug(Database.delete(one.Id, false).isSuccess());
      System.debug([SELECT COUNT() FROM Lead WHERE Id = :one.Id]);
      System.debug(Database.undelete(one).isSuccess());
      System.debug(Database.query('SELECT Company FROM Lead WHERE Id = \\'' + one.Id + '\\'')[0].get('Company'));
      System.debug(Database.delete(new List<Id>{ one.Id }).size());
    `),
    ['true', 'false', 'true', 'true', '0', 'true', 'New', '1'],
  );
});

test('dynamic queries bind variables in scope, fields of the class and values of a map', () => {
  const own = new ApexOrg({
    classes: {
      Finder: `public class Finder {
        private String company = 'Acme';
        private static final Integer MOST = 5;
        public List<Lead> find(Set<String> names) {
          return Database.query('SELECT Id, LastName FROM Lead WHERE Company = :company AND LastName IN :names ORDER BY LastName LIMIT :MOST');
        }
      }`,
    },
  });
  assert.deepEqual(
    own.run(`
      insert new List<Lead>{ new Lead(LastName = 'Ada', Company = 'Acme'), new Lead(LastName = 'Bob', Company = 'Acme') };
      System.debug(new Finder().find(new Set<String>{ 'Ada', 'Cid' })[0].LastName);
      String wanted = 'Bob';
      Lead found = Database.query('SELECT LastName FROM Lead WHERE LastName = :wanted');
      System.debug(found.LastName);
      System.debug(Database.countQuery('SELECT COUNT() FROM Lead WHERE Company = \\'Acme\\''));
      List<Lead> bound = Database.queryWithBinds('SELECT LastName FROM Lead WHERE LastName = :name',
        new Map<String, Object>{ 'name' => 'Ada' }, AccessLevel.USER_MODE);
      System.debug(bound[0].LastName);
      for (Lead one : Database.query('SELECT LastName FROM Lead ORDER BY LastName')) System.debug(one.LastName);
    `),
    ['Ada', 'Bob', '2', 'Ada', 'Ada', 'Bob'],
  );
  assert.equal(
    own.fail(`Database.query('SELECT Id FROM Lead WHERE LastName = :nobody');`),
    'System.QueryException: Variable does not exist: nobody',
  );
});

test('a savepoint takes back what came after it', () => {
  assert.deepEqual(
    apex.run(`
      insert new Lead(LastName = 'Ada', Company = 'Acme');
      Savepoint before = Database.setSavepoint();
      insert new Lead(LastName = 'Bob', Company = 'Acme');
      Database.rollback(before);
      System.debug([SELECT COUNT() FROM Lead WHERE Company = 'Acme']);
      Database.releaseSavepoint(before);
      try {
        Database.rollback(before);
      } catch (TypeException refusal) {
        System.debug('released');
      }
    `),
    ['1', 'released'],
  );
});

test('leads are converted and merged', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada', Company = 'Acme');
      insert one;
      Database.LeadConvert conversion = new Database.LeadConvert();
      conversion.setLeadId(one.Id);
      conversion.setConvertedStatus([SELECT MasterLabel FROM LeadStatus WHERE IsConverted = TRUE LIMIT 1].MasterLabel);
      conversion.setDoNotCreateOpportunity(true);
      Database.LeadConvertResult result = Database.convertLead(conversion);
      System.debug(result.isSuccess() + ' ' + result.getOpportunityId());
      System.debug([SELECT IsConverted FROM Lead WHERE Id = :one.Id].IsConverted);
      System.debug([SELECT Name FROM Account WHERE Id = :result.getAccountId()].Name);
      Lead first = new Lead(LastName = 'Bob', Company = 'Acme');
      Lead second = new Lead(LastName = 'Bobby', Company = 'Acme');
      insert new List<Lead>{ first, second };
      System.debug(Database.merge(first, second).getMergedRecordIds().size());
      System.debug([SELECT COUNT() FROM Lead WHERE Id = :second.Id]);
    `),
    ['true null', 'true', 'Acme', '1', '0'],
  );
});

test('in user mode the rights of the user hold', () => {
  const own = new ApexOrg({
    metadata: {
      'objects/Secret__c.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <label>Secret</label><pluralLabel>Secrets</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
        <sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField></CustomObject>`,
      'objects/Lead.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <fields><fullName>Hidden__c</fullName><label>Hidden</label><type>Text</type><length>20</length></fields></CustomObject>`,
    },
  });
  assert.equal(
    own.fail(`insert as user new Secret__c(Name = 'x');`, repName),
    `System.SecurityException: Access to entity 'Secret__c' denied`,
  );
  assert.deepEqual(
    own.run(`insert new Secret__c(Name = 'x'); System.debug([SELECT COUNT() FROM Secret__c]);`, repName),
    ['1'],
  );
  assert.deepEqual(
    own.run(
      `
      try {
        Database.query('SELECT Hidden__c FROM Lead', AccessLevel.USER_MODE);
      } catch (QueryException refusal) {
        System.debug(refusal.getInaccessibleFields());
      }
    `,
      repName,
    ),
    ['{Lead={Hidden__c}}'],
  );
});

test('in user mode fields that the user may not write are named', () => {
  const own = new ApexOrg({
    metadata: {
      'objects/Lead.object': `<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
        <fields><fullName>Hidden__c</fullName><label>Hidden</label><type>Text</type><length>20</length></fields></CustomObject>`,
    },
  });
  assert.deepEqual(
    own.run(
      `
      try {
        insert as user new Lead(LastName = 'Ada', Company = 'Acme', Hidden__c = 'x');
      } catch (DmlException refusal) {
        System.debug(refusal.getMessage() + ' ' + refusal.getDmlFieldNames(0));
      }
      insert new Lead(LastName = 'Ada', Company = 'Acme', Hidden__c = 'x');
    `,
      repName,
    ),
    [
      'Operation failed due to fields being inaccessible on Sobject Lead, check errors on Exception or Result! (Hidden__c)',
    ],
  );
});

test('setup objects and others are not written together, except as another user', () => {
  const setup = `insert new Group(Name = 'Team', Type = 'Regular');`;
  assert.match(
    apex.fail(`insert new Account(Name = 'Acme'); ${setup}`),
    /MIXED_DML_OPERATION, DML operation on setup object is not permitted after you have updated a non-setup object \(or vice versa\): Group, original object: Account/,
  );
  const own = new ApexOrg({
    classes: {
      MixedTest: `@IsTest private class MixedTest {
        @IsTest static void isSeparate() {
          System.runAs(new User(Id = UserInfo.getUserId())) { ${setup} }
          insert new Account(Name = 'Acme');
        }
      }`,
    },
  });
  assert.deepEqual(
    runTests(own.runtime).results.map(({ message }) => message),
    [null],
  );
});

test('records of several objects are saved together or not at all', () => {
  assert.deepEqual(
    apex.run(`
      try {
        insert new List<SObject>{ new Account(Name = 'Acme'), new Lead(LastName = 'Ada') };
      } catch (DmlException refusal) {
        System.debug(refusal.getDmlIndex(0) + ' ' + [SELECT COUNT() FROM Account WHERE Name = 'Acme']);
      }
    `),
    ['1 0'],
  );
});

test('messages are kept in the outbox of what was committed', () => {
  const send = `
    Messaging.SingleEmailMessage mail = new Messaging.SingleEmailMessage();
    mail.setToAddresses(new List<String>{ 'ada@example.com' });
    mail.setSubject('Hello');
    mail.setPlainTextBody('There');
    System.debug(Messaging.sendEmail(new List<Messaging.SingleEmailMessage>{ mail })[0].isSuccess());`;
  assert.deepEqual(apex.run(send), ['true']);
  apex.fail(`${send} throw new IllegalArgumentException('no');`);
  assert.deepEqual(
    apex.org.kept.all(outboxKind).map((one) => (one as SentMessage).subject),
    ['Hello'],
  );
});

test('searches find, and in tests only what the test names', () => {
  const own = new ApexOrg({
    classes: {
      SearchTest: `@IsTest private class SearchTest {
        @IsTest static void finds() {
          Account acme = new Account(Name = 'Acme');
          insert acme;
          System.assertEquals(0, [FIND 'Acme' RETURNING Account(Name)][0].size());
          Test.setFixedSearchResults(new List<Id>{ acme.Id });
          System.assertEquals('Acme', ((Account) Search.query('FIND {Nothing} RETURNING Account(Name)')[0][0]).Name);
        }
      }`,
    },
  });
  assert.deepEqual(
    runTests(own.runtime).results.map(({ message }) => message),
    [null],
  );
  assert.deepEqual(
    own.run(`
      insert new Account(Name = 'Acme Works');
      System.debug(((Account) Search.query('FIND {Works} IN ALL FIELDS RETURNING Account(Name)')[0][0]).Name);
    `),
    ['Acme Works'],
  );
});

test('limits are counted and end the transaction', () => {
  assert.deepEqual(
    apex.run(`
      Integer queries = Limits.getQueries();
      List<Lead> none = [SELECT Id FROM Lead WHERE LastName = 'Nobody'];
      insert new Lead(LastName = 'Ada', Company = 'Acme');
      System.debug(Limits.getQueries() - queries);
      System.debug(Limits.getDmlStatements() + ' of ' + Limits.getLimitDmlStatements());
    `),
    ['1', '1 of 150'],
  );
  assert.equal(
    apex.fail(`for (Integer i = 0; i < 101; i++) List<Lead> none = [SELECT Id FROM Lead LIMIT 1];`),
    'System.LimitException: Too many SOQL queries: 101',
  );
});
