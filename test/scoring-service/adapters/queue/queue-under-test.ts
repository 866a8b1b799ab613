import type { QueueOptions } from '../../../../scoring-service/src/adapters/queue/queue.ts';
import type { Database } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import type { Queue } from '../../../../scoring-service/src/ports/runs.ts';

/** An empty database and queues on it that are stopped after the test. */
export type QueueUnderTest = {
  database: Database;
  openQueue(options?: Omit<QueueOptions, 'database'>): Queue;
};
