import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexOrg } from './apex-org.ts';

const note = `public class Note {
  public static void write(String text) { insert new Account(Name = text); }
}`;

const jobsOf = (apex: ApexOrg): string[] =>
  [
    ...apex.org.query(
      apex.admin,
      'SELECT JobType, Status, ApexClass.Name, ExtendedStatus FROM AsyncApexJob ORDER BY Id',
    ).rows,
  ].map(({ JobType, Status, ApexClass, ExtendedStatus }) =>
    [JobType, Status, (ApexClass as { Name: string } | null)?.Name, ExtendedStatus].join(' ').trim(),
  );

const names = (apex: ApexOrg): unknown[] => apex.values('SELECT Name FROM Account ORDER BY Name');

test('a queueable job runs after the commit, as it was when it was enqueued, and enqueues another', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Chain: `public class Chain implements Queueable {
        public List<String> texts; public transient String lost = 'x';
        public Chain(List<String> texts) { this.texts = texts; }
        public void execute(QueueableContext context) {
          Note.write(texts.remove(0) + ' ' + lost + ' ' + System.isQueueable() + ' ' + (context.getJobId() != null));
          if (!texts.isEmpty()) System.enqueueJob(new Chain(texts));
        }
      }`,
    },
  });
  apex.run(`
    List<String> texts = new List<String>{ 'one', 'two' };
    Id jobId = System.enqueueJob(new Chain(texts));
    texts.add('three');
    System.debug(Limits.getQueueableJobs());
    System.debug([SELECT Status FROM AsyncApexJob WHERE Id = :jobId].Status);
  `);
  assert.deepEqual(names(apex), []);
  await apex.runtime.settled();
  assert.deepEqual(names(apex), ['one null true true', 'two null true true']);
  assert.deepEqual(jobsOf(apex), ['Queueable Completed Chain', 'Queueable Completed Chain']);
});

test('a job that is rolled back never runs; one that fails keeps its error and undoes its work', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Fails: `public class Fails implements Queueable, Finalizer {
        public void execute(QueueableContext context) {
          System.attachFinalizer(this);
          Note.write('undone');
          throw new IllegalArgumentException('No good');
        }
        public void execute(FinalizerContext context) {
          Note.write(context.getResult() + ' ' + context.getException().getMessage());
        }
      }`,
    },
  });
  apex.run(`
    Savepoint before = Database.setSavepoint();
    System.enqueueJob(new Fails());
    Database.rollback(before);
  `);
  await apex.runtime.settled();
  assert.deepEqual(jobsOf(apex), []);
  apex.run('System.enqueueJob(new Fails());');
  await apex.runtime.settled();
  assert.deepEqual(jobsOf(apex), ['Queueable Failed Fails No good']);
  assert.deepEqual(names(apex), ['UNHANDLED_EXCEPTION No good']);
});

test('a future method runs later, and starts no other', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Later: `public class Later {
        @future(callout=true) public static void write(String text, List<String> more) {
          Note.write(text + more.size() + System.isFuture());
          if (text == 'again') write('never', more);
        }
      }`,
    },
  });
  apex.run(
    `Later.write('first', new List<String>{ 'a' }); Later.write('again', null);`.replace('null', 'new List<String>()'),
  );
  assert.deepEqual(names(apex), []);
  await apex.runtime.settled();
  assert.deepEqual(names(apex), ['first1true']);
  assert.deepEqual(
    jobsOf(apex).map((one) => one.slice(0, 60)),
    ['Future Completed Later', 'Future Failed Later Future method cannot be called from a fu'],
  );
});

test('a batch job goes through its records in chunks, each in a transaction of its own', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Sweep: `public class Sweep implements Database.Batchable<SObject>, Database.Stateful {
        private Integer seen = 0;
        public Database.QueryLocator start(Database.BatchableContext context) {
          return Database.getQueryLocator('SELECT Id, LastName FROM Lead ORDER BY LastName');
        }
        public void execute(Database.BatchableContext context, List<Lead> leads) {
          seen += leads.size();
          if (leads[0].LastName == 'C') throw new IllegalArgumentException('Not C');
          for (Lead one : leads) one.Company = 'Seen';
          update leads;
        }
        public void finish(Database.BatchableContext context) { Note.write('seen ' + seen); }
      }`,
      Letters: `public class Letters implements Database.Batchable<String> {
        public Iterable<String> start(Database.BatchableContext context) { return new List<String>{ 'x', 'y', 'z' }; }
        public void execute(Database.BatchableContext context, List<String> texts) { Note.write(String.join(texts, '')); }
        public void finish(Database.BatchableContext context) { }
      }`,
    },
  });
  apex.run(`
    List<Lead> leads = new List<Lead>();
    for (String name : new List<String>{ 'A', 'B', 'C', 'D', 'E' }) leads.add(new Lead(LastName = name, Company = 'New'));
    insert leads;
    Database.executeBatch(new Sweep(), 2);
    Database.executeBatch(new Letters(), 2);
  `);
  await apex.runtime.settled();
  assert.deepEqual(names(apex), ['seen 5', 'xy', 'z']);
  assert.deepEqual(apex.values(`SELECT LastName FROM Lead WHERE Company = 'Seen' ORDER BY LastName`), ['A', 'B', 'E']);
  assert.deepEqual(jobsOf(apex), ['BatchApex Completed Sweep First error: Not C', 'BatchApex Completed Letters']);
  assert.deepEqual(apex.values('SELECT JobItemsProcessed FROM AsyncApexJob ORDER BY Id'), [3, 2]);
});

test('a scheduled job fires at its times', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Daily: `public class Daily implements Schedulable {
        public void execute(SchedulableContext context) { Note.write('fired ' + (context.getTriggerId() != null)); }
      }`,
    },
  });
  apex.run(`System.schedule('Every day', '0 30 6 * * ?', new Daily());`);
  assert.deepEqual(apex.values('SELECT NextFireTime FROM CronTrigger'), ['2026-03-03T06:30:00.000+0000']);
  assert.equal(
    apex.fail(`System.schedule('Every day', '0 30 6 * * ?', new Daily());`),
    'System.AsyncException: The Apex job named "Every day" is already scheduled for execution.',
  );
  apex.org.clock.set(new Date('2026-03-03T06:30:01Z'));
  apex.runtime.jobs.runDue();
  await apex.runtime.settled();
  assert.deepEqual(names(apex), ['fired true']);
  assert.deepEqual(apex.values('SELECT NextFireTime FROM CronTrigger'), ['2026-03-04T06:30:00.000+0000']);
  apex.run(`System.abortJob([SELECT Id FROM CronTrigger].Id);`);
  assert.deepEqual(apex.values('SELECT Id FROM CronTrigger'), []);
});

test('triggers of a client’s save share a transaction and enqueue once', async () => {
  const apex = new ApexOrg({
    classes: {
      Note: note,
      Guard: `public class Guard { public static Integer runs = 0; }`,
      Once: `public class Once implements Queueable {
        public Integer runs; public Once(Integer runs) { this.runs = runs; }
        public void execute(QueueableContext context) { Note.write('runs ' + runs); }
      }`,
    },
    triggers: {
      Leads: `trigger Leads on Lead (before insert, after insert) {
        Guard.runs++;
        if (Trigger.isAfter) System.enqueueJob(new Once(Guard.runs));
      }`,
    },
  });
  apex.org.write(apex.admin, 'insert', 'Lead', { LastName: 'Ada', Company: 'Acme' });
  await apex.runtime.settled();
  assert.deepEqual(names(apex), ['runs 2']);
});
