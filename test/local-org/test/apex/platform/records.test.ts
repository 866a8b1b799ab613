import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ApexOrg } from './apex-org.ts';

let apex: ApexOrg;
before(() => {
  apex = new ApexOrg();
});

test('fields are read and set by name or token, and unknown ones are refused', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada');
      one.put('company', 'Acme');
      one.put(Lead.Title, 'CEO');
      System.debug(one.get('COMPANY') + ' ' + one.get(Lead.Title) + ' ' + one.Company);
      System.debug(one.put('Company', 'New'));
      System.debug(one.isSet('Email') + ' ' + one.isSet(Lead.Company));
      System.debug(one.getPopulatedFieldsAsMap().keySet());
    `),
    ['Acme CEO Acme', 'Acme', 'false true', '{LastName, Company, Title}'],
  );
  assert.equal(apex.fail(`new Lead().get('Nope');`), 'System.SObjectException: Invalid field Nope for Lead');
  assert.equal(
    apex.fail(`new Lead().put('NumberOfEmployees', 'many');`),
    'System.SObjectException: Illegal assignment from String to Integer',
  );
});

test('a field that was not queried cannot be read by its name', () => {
  assert.equal(
    apex.fail(`
      insert new Lead(LastName = 'Ada', Company = 'Acme');
      SObject one = [SELECT Id FROM Lead LIMIT 1];
      one.get('Company');
    `),
    'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Lead.Company',
  );
});

test('parents and children are reached by their relationship', () => {
  assert.deepEqual(
    apex.run(`
      Account acme = new Account(Name = 'Acme');
      insert acme;
      insert new Contact(LastName = 'Ada', AccountId = acme.Id);
      SObject person = [SELECT Id, Account.Name FROM Contact WHERE LastName = 'Ada' LIMIT 1];
      System.debug(person.getSObject('Account').get('Name'));
      SObject company = [SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = :acme.Id];
      System.debug(company.getSObjects('Contacts').size());
    `),
    ['Acme', '1'],
  );
});

test('a clone has no id and no dates unless they are kept', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada', Company = 'Acme');
      insert one;
      Lead plain = one.clone();
      Lead whole = one.clone(true, true, true, true);
      System.debug(plain.Id + ' ' + plain.Company + ' ' + (whole.Id == one.Id));
      System.debug(plain.isClone() + ' ' + one.isClone() + ' ' + (plain.getCloneSourceId() == one.Id));
    `),
    ['null Acme true', 'true false true'],
  );
});

test('types of records, lists and ids', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada', Company = 'Acme');
      insert one;
      System.debug(one.getSObjectType() == Lead.SObjectType);
      System.debug(one.Id.getSObjectType());
      System.debug(new List<Lead>().getSObjectType());
      System.debug(Lead.SObjectType.newSObject().getSObjectType());
      System.debug(Schema.getGlobalDescribe().get('LEAD').newSObject(one.Id).Id == one.Id);
      Map<SObjectType, Integer> counts = new Map<SObjectType, Integer>{ Lead.SObjectType => 3 };
      System.debug(counts.get(one.getSObjectType()));
    `),
    ['true', 'Lead', 'Lead', 'Lead', 'true', '3'],
  );
});

test('errors are added to records and read again', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada');
      one.addError('Not so');
      one.addError(Lead.Email, 'No address');
      one.Company.addError('No company');
      System.debug(one.hasErrors());
      for (Database.Error error : one.getErrors()) System.debug(error.getMessage() + ' ' + error.getFields());
    `),
    ['true', 'Not so ()', 'No address (Email)', 'No company (Company)'],
  );
});

test('records are equal by their fields', () => {
  assert.deepEqual(
    apex.run(`
      Lead one = new Lead(LastName = 'Ada');
      Lead other = new Lead(LastName = 'Ada');
      System.debug(one == other);
      System.debug(new Set<Lead>{ one, other }.size());
      System.debug(one.hashCode() == other.hashCode());
      other.Company = 'Acme';
      System.debug(one == other);
    `),
    ['true', '1', 'true', 'false'],
  );
});

test('a class is made by its name with its constructor', () => {
  const own = new ApexOrg({
    classes: {
      Handler: 'public virtual class Handler { public Integer size; public Handler() { size = 3; } }',
      NoDefault: 'public class NoDefault { public NoDefault(Integer size) {} }',
    },
  });
  assert.deepEqual(
    own.run(`
      Handler made = (Handler) Type.forName('Handler').newInstance();
      System.debug(made.size);
      System.debug(Type.forName('Nobody'));
    `),
    ['3', 'null'],
  );
  assert.match(own.fail(`Type.forName('NoDefault').newInstance();`), /^System.TypeException/);
});
