import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { sql } from 'kysely';
import { createQueue } from '../../../../scoring-service/src/adapters/queue/queue.ts';
import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import type { Queue } from '../../../../scoring-service/src/ports/runs.ts';
import type { QueueUnderTest } from './queue-under-test.ts';
import { testQueueing } from './queueing.ts';
import { testRetries } from './retries.ts';
import { testStopping } from './stopping.ts';

/** The conformance tests of every queue. */
export function describeQueue(name: string, open: () => Promise<Database>): void {
  describe(`the queue on ${name}`, () => {
    let database: Database;
    const queues: Queue[] = [];
    before(async () => {
      database = await open();
    });
    beforeEach(() => sql`drop schema if exists pgboss cascade`.execute(database.kysely));
    afterEach(async () => {
      await Promise.all(queues.splice(0).map((queue) => queue.stop()));
    });
    after(() => database.close());

    const underTest = (): QueueUnderTest => ({
      database,
      openQueue(options) {
        const queue = createQueue({ database, stopMs: 500, ...options });
        queues.push(queue);
        return queue;
      },
    });
    testQueueing(underTest);
    testRetries(underTest);
    testStopping(underTest);
  });
}
