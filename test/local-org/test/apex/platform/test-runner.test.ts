import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { runTests } from '../../../src/apex/test-runner.ts';
import { ApexOrg } from './apex-org.ts';

let apex: ApexOrg;

before(() => {
  apex = new ApexOrg({
    classes: {
      Counter: `public class Counter implements Queueable {
  public static Integer total = 0;
  public static String ask() {
    HttpRequest request = new HttpRequest();
    request.setEndpoint('https://service.example.com');
    request.setMethod('GET');
    return new Http().send(request).getBody();
  }
  public void execute(QueueableContext context) {
    insert new Account(Name = 'Job');
  }
  public static void never() {
    total = -1;
  }
}`,
      CounterTest: `@IsTest
private class CounterTest {
  private class Answer implements HttpCalloutMock {
    public HttpResponse respond(HttpRequest request) {
      HttpResponse response = new HttpResponse();
      response.setBody('mocked ' + request.getMethod());
      return response;
    }
  }
  @TestSetup
  static void setUp() {
    insert new Account(Name = 'Setup');
    Counter.total = 5;
  }
  @IsTest
  static void seesOnlyTheSetup() {
    Assert.areEqual(1, [SELECT COUNT() FROM Account]);
    Assert.areEqual(0, Counter.total);
    Assert.isTrue(Test.isRunningTest());
    update new Account(Id = [SELECT Id FROM Account].Id, Name = 'Changed');
    Counter.total = 9;
  }
  @IsTest
  static void beginsWithTheSetupAgain() {
    Assert.areEqual('Setup', [SELECT Name FROM Account].Name);
    Assert.areEqual(0, Counter.total);
  }
  @IsTest(SeeAllData=true)
  static void seesEverything() {
    Assert.areEqual('Kept', [SELECT Name FROM Account].Name);
  }
  @IsTest
  static void runsJobsWhenItStops() {
    Test.startTest();
    Id jobId = System.enqueueJob(new Counter());
    Assert.areEqual(1, Limits.getQueueableJobs());
    Test.stopTest();
    Assert.areEqual('Completed', [SELECT Status FROM AsyncApexJob WHERE Id = :jobId].Status);
    Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'Job']);
  }
  static testMethod void isMocked() {
    Test.setMock(HttpCalloutMock.class, new Answer());
    System.assertEquals('mocked GET', Counter.ask());
  }
  @IsTest
  static void failsWithoutMock() {
    Counter.ask();
  }
  @IsTest
  static void failsByAssertion() {
    Assert.areEqual(1, 2, 'One');
  }
  @IsTest
  static void runsAsSomebodyElse() {
    User rep = [SELECT Id FROM User WHERE Username = 'rep@local.org'];
    System.runAs(rep) {
      Assert.areEqual(rep.Id, UserInfo.getUserId());
    }
    Assert.areNotEqual(rep.Id, UserInfo.getUserId());
  }
}`,
      StubTest: `@IsTest
private class StubTest implements StubProvider {
  public virtual class Service {
    public virtual String name(Integer place) { return 'real'; }
  }
  public Object handleMethodCall(Object stubbed, String method, Type returns, List<Type> types, List<String> names, List<Object> values) {
    return method + ' ' + names[0] + ' ' + values[0] + ' ' + returns;
  }
  @IsTest
  static void stubs() {
    Service stub = (Service) Test.createStub(Service.class, new StubTest());
    Assert.areEqual('name place 3 String', stub.name(3));
  }
}`,
    },
    triggers: { Accounts: `trigger Accounts on Account (before insert) {\n  Integer size = Trigger.new.size();\n}` },
  });
  apex.run(`insert new Account(Name = 'Kept');`);
});

test('tests pass or fail, with message and place', () => {
  const { results } = runTests(apex.runtime);
  assert.deepEqual(
    results.map(({ methodName, outcome, message, stackTrace }) => [methodName, outcome, message, stackTrace]),
    [
      ...['seesOnlyTheSetup', 'beginsWithTheSetupAgain', 'runsJobsWhenItStops', 'isMocked'].map((name) => [
        ...[name, 'Pass', null, null],
      ]),
      [
        ...['failsWithoutMock', 'Fail'],
        'System.TypeException: Methods defined as TestMethod do not support Web service callouts',
        'Class.Counter.ask: line 7, column 1\nClass.CounterTest.failsWithoutMock: line 47, column 1',
      ],
      [
        ...['failsByAssertion', 'Fail'],
        'System.AssertException: Assertion Failed: One: Expected: 1, Actual: 2',
        'Class.CounterTest.failsByAssertion: line 51, column 1',
      ],
      ['runsAsSomebodyElse', 'Pass', null, null],
      ['seesEverything', 'Pass', null, null],
      ['stubs', 'Pass', null, null],
    ],
  );
});

test('nothing is left of a run', async () => {
  runTests(apex.runtime);
  await apex.runtime.settled();
  assert.deepEqual(apex.values('SELECT Name FROM Account'), ['Kept']);
  assert.deepEqual(apex.values('SELECT Id FROM AsyncApexJob'), []);
});

test('coverage counts the lines of classes and triggers, not those of tests', () => {
  const { coverage } = runTests(apex.runtime);
  assert.deepEqual(coverage, [
    { name: 'Accounts', kind: 'ApexTrigger', covered: [2], uncovered: [] },
    { name: 'Counter', kind: 'ApexClass', covered: [2, 4, 5, 6, 7, 10], uncovered: [13] },
  ]);
});

test('some classes or methods are run alone', () => {
  const named = (selection: Parameters<typeof runTests>[1]): string[] =>
    runTests(apex.runtime, selection).results.map(({ className, methodName }) => `${className}.${methodName}`);
  assert.deepEqual(named({ classes: ['stubtest'] }), ['StubTest.stubs']);
  assert.deepEqual(named({ methods: [{ className: 'CounterTest', methodName: 'isMocked' }] }), [
    'CounterTest.isMocked',
  ]);
});
