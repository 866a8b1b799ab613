import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTypes } from './check-types.ts';
import { needsJava } from './java.ts';
import { queriesOf } from './queries.ts';
import { readApex } from './read-apex.ts';

const files = readApex();

/** A class with one defect each: its statement, and what the checker says. */
const defects: Record<string, { statement: string; says: RegExp }> = {
  UnknownField: { statement: 'Object x = new Score_Goal__c().Nothing__c;', says: /Unknown field 'Nothing__c'/ },
  UnknownLeadField: { statement: 'Object x = new Lead().Nothing__c;', says: /Unknown field 'Nothing__c'/ },
  UnknownClass: { statement: 'Nothing x = null;', says: /No type declaration found for 'Nothing'/ },
  UnknownMethod: { statement: 'new ScoringClient().ask();', says: /No matching method found for 'ask'/ },
  UnknownLabel: { statement: 'String x = Label.Nothing_Such;', says: /Nothing_Such/ },
  WrongType: { statement: 'Integer x = new Lead().LastName;', says: /'System.String' to 'System.Integer'/ },
  WrongArgument: { statement: 'ScoringAccess.requireRead(5);', says: /wrong argument types/ },
  WrongReturn: { statement: 'return UserInfo.getUserId();', says: /not assignable to 'System.Integer'|no return/i },
  QueriedField: { statement: 'Object x = [SELECT Id, Nothing__c FROM Lead];', says: /Unknown field 'Nothing__c'/ },
  QueriedObject: { statement: 'Object x = [SELECT Id FROM Nothing__c];', says: /Nothing__c/ },
  FilteredField: {
    statement: "Object x = [SELECT Id FROM Score_Run__c WHERE (Id = NULL OR Nothing__c = '') AND Goal__c != NULL];",
    says: /Unknown field 'Nothing__c'/,
  },
  SortedField: {
    statement: 'Object x = [SELECT Id FROM Contact ORDER BY Id, Nothing__c];',
    says: /Unknown field 'Nothing__c'/,
  },
  ChildField: {
    statement: 'Object x = [SELECT Id, (SELECT Nothing__c FROM Contacts) FROM Account];',
    says: /Unknown field 'Nothing__c'/,
  },
};

const classOf = (name: string, statement: string) => ({
  name: `${name}.cls`,
  text: `public with sharing class ${name} {\n    public Integer go() {\n        ${statement}\n        return 1;\n    }\n}\n`,
});

let problems: Promise<string[]> | undefined;

/** What is wrong with the package and the planted classes: one run of the type checker for all. */
function findProblems(): Promise<string[]> {
  problems ??= checkTypes(Object.entries(defects).map(([name, { statement }]) => classOf(name, statement)));
  return problems;
}

const isPlanted = (problem: string): boolean =>
  Object.keys(defects).some((name) => new RegExp(`^(QueriesOf)?${name}\\.cls: `).test(problem));

test(`the type checker takes all ${String(files.length)} classes and triggers without a word`, needsJava, async () => {
  assert.ok(files.length > 0);
  assert.deepEqual(
    (await findProblems()).filter((problem) => !isPlanted(problem)),
    [],
  );
});

test(`the type checker finds each of ${String(Object.keys(defects).length)} defects`, needsJava, async () => {
  const problems = await findProblems();
  const missed = Object.entries(defects).filter(
    ([name, { says }]) => !problems.some((problem) => problem.includes(name) && says.test(problem)),
  );
  assert.deepEqual(missed, [], problems.join('\n'));
});

test('every query of the package can be read, and asks in user mode unless a test asks', () => {
  const queries = files.flatMap((file) => queriesOf(file).map((query) => ({ name: file.name, ...query })));
  assert.ok(queries.length > 0);
  const inSystemMode = queries.filter(
    ({ name, query }) => query.withAccessLevel !== 'USER_MODE' && !/Test\.cls$|^ScoringTest/.test(name),
  );
  // The platform answers who may read a record only outside user mode; the query itself is about the running user.
  assert.deepEqual(
    inSystemMode.map(({ name, query }) => `${name} ${String(query.sObject)}`),
    ['ScoringAccess.cls UserRecordAccess'],
  );
});

test('a query that cannot be read is named with its line', () => {
  const broken = classOf('Broken', 'Object x = [SELECT Id FROM Lead WHERE];');
  assert.throws(() => queriesOf(broken), /Broken\.cls:3/);
});
