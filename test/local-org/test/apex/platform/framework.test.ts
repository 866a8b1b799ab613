import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTests } from '../../../src/apex/test-runner.ts';
import { ApexOrg } from './apex-org.ts';

/** A small package in the style of large ones: trigger handlers by name, selectors, a unit of work and a logger. */
const classes = {
  TriggerHandler: `public virtual class TriggerHandler {
    private static final Set<String> BYPASSED = new Set<String>();
    public static void bypass(String name) { BYPASSED.add(name); }
    public static void clearBypass(String name) { BYPASSED.remove(name); }
    public void run() {
      if (BYPASSED.contains(getName())) return;
      switch on Trigger.operationType {
        when BEFORE_INSERT { beforeInsert(); }
        when AFTER_INSERT, AFTER_UPDATE { afterSave(); }
        when else { }
      }
    }
    protected virtual void beforeInsert() { }
    protected virtual void afterSave() { }
    private String getName() { return String.valueOf(this).substringBefore(':'); }
  }`,
  AccountHandler: `public with sharing class AccountHandler extends TriggerHandler {
    private final List<Account> records = (List<Account>) Trigger.new;
    protected override void beforeInsert() {
      for (Account one : records) {
        if (String.isBlank(one.Industry)) one.Industry = 'Energy';
        if (one.Name == 'Bad') one.Name.addError('Not this name');
      }
    }
    protected override void afterSave() {
      UnitOfWork work = new UnitOfWork(new List<SObjectType>{ Contact.SObjectType });
      for (Account one : records) {
        if (Trigger.isInsert) work.registerNew(new Contact(LastName = one.Name, AccountId = one.Id));
      }
      work.commitWork();
    }
  }`,
  UnitOfWork: `public class UnitOfWork {
    private final List<SObjectType> order;
    private final Map<SObjectType, List<SObject>> news = new Map<SObjectType, List<SObject>>();
    private final Map<SObjectType, Map<Id, SObject>> dirty = new Map<SObjectType, Map<Id, SObject>>();
    public UnitOfWork(List<SObjectType> order) {
      this.order = order;
      for (SObjectType type : order) {
        news.put(type, new List<SObject>());
        dirty.put(type, new Map<Id, SObject>());
      }
    }
    public void registerNew(SObject record) { news.get(record.getSObjectType()).add(record); }
    public void registerDirty(SObject record) { dirty.get(record.getSObjectType()).put(record.Id, record); }
    public void commitWork() {
      Savepoint point = Database.setSavepoint();
      try {
        for (SObjectType type : order) insert news.get(type);
        for (SObjectType type : order) update dirty.get(type).values();
      } catch (Exception error) {
        Database.rollback(point);
        throw error;
      }
    }
  }`,
  Selector: `public abstract inherited sharing class Selector {
    protected abstract SObjectType getType();
    protected abstract List<SObjectField> getFields();
    public List<SObject> selectById(Set<Id> ids) {
      List<String> names = new List<String>();
      for (SObjectField field : getFields()) names.add(field.getDescribe().getName());
      return Database.query(String.format('SELECT {0} FROM {1} WHERE Id IN :ids ORDER BY {2}',
        new List<String>{ String.join(names, ', '), getType().getDescribe().getName(), 'Name' }), AccessLevel.USER_MODE);
    }
  }`,
  AccountSelector: `public inherited sharing class AccountSelector extends Selector {
    protected override SObjectType getType() { return Account.SObjectType; }
    protected override List<SObjectField> getFields() {
      return new List<SObjectField>{ Account.Id, Account.Name, Account.Industry };
    }
  }`,
  FrameworkTest: `@IsTest
  private class FrameworkTest {
    @TestSetup static void setUp() {
      List<Account> accounts = new List<Account>();
      for (Integer index = 0; index < 201; index++) accounts.add(new Account(Name = 'Company ' + index));
      insert accounts;
    }
    @IsTest static void handlersRun() {
      Assert.areEqual(201, [SELECT COUNT() FROM Account WHERE Industry = 'Energy']);
      Assert.areEqual(201, [SELECT COUNT() FROM Contact WHERE Account.Name LIKE 'Company %']);
      for (AggregateResult row : [SELECT Industry industry, COUNT(Id) amount FROM Account GROUP BY Industry]) {
        Assert.areEqual(201, row.get('amount'));
      }
    }
    @IsTest static void handlersAreBypassed() {
      TriggerHandler.bypass('AccountHandler');
      insert new Account(Name = 'Bad');
      Assert.areEqual(0, [SELECT COUNT() FROM Contact WHERE Account.Name = 'Bad']);
    }
    @IsTest static void errorsReachTheirRecords() {
      List<Database.SaveResult> results = Database.insert(
        new List<Account>{ new Account(Name = 'Good'), new Account(Name = 'Bad') }, false);
      Assert.isTrue(results[0].isSuccess());
      Assert.areEqual('Not this name', results[1].getErrors()[0].getMessage());
      Assert.areEqual(new List<String>{ 'Name' }, results[1].getErrors()[0].getFields());
      try {
        insert new Account(Name = 'Bad');
        Assert.fail('refused');
      } catch (DmlException refusal) {
        Assert.areEqual(StatusCode.FIELD_CUSTOM_VALIDATION_EXCEPTION, refusal.getDmlType(0));
      }
    }
    @IsTest static void selectorsRead() {
      Map<Id, Account> known = new Map<Id, Account>([SELECT Id FROM Account LIMIT 2]);
      List<Account> found = (List<Account>) new AccountSelector().selectById(known.keySet());
      Assert.areEqual(2, found.size());
      Assert.areEqual('Energy', found[0].Industry);
      try {
        System.debug(found[0].Phone);
        Assert.fail('not queried');
      } catch (SObjectException refusal) {
        Assert.isTrue(refusal.getMessage().contains('Account.Phone'));
      }
    }
    @IsTest static void workIsUndone() {
      UnitOfWork work = new UnitOfWork(new List<SObjectType>{ Account.SObjectType, Contact.SObjectType });
      work.registerNew(new Account(Name = 'Undone'));
      work.registerNew(new Contact(FirstName = 'Nameless'));
      try {
        work.commitWork();
        Assert.fail('refused');
      } catch (DmlException refusal) {
        Assert.areEqual(0, [SELECT COUNT() FROM Account WHERE Name = 'Undone']);
      }
    }
  }`,
};

test('a package with trigger handlers, selectors and a unit of work runs its tests', () => {
  const apex = new ApexOrg({
    classes,
    triggers: {
      AccountTrigger:
        'trigger AccountTrigger on Account (before insert, after insert, after update) { new AccountHandler().run(); }',
    },
  });
  const { results, coverage } = runTests(apex.runtime);
  assert.deepEqual(
    results.map(({ methodName, message }) => [methodName, message]),
    ['handlersRun', 'handlersAreBypassed', 'errorsReachTheirRecords', 'selectorsRead', 'workIsUndone'].map((name) => [
      ...[name, null],
    ]),
  );
  assert.deepEqual(
    coverage.filter(({ uncovered }) => uncovered.length > 0).map(({ name }) => name),
    ['TriggerHandler', 'UnitOfWork'],
  );
});
