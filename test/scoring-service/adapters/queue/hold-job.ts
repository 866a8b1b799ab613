import { createQueue } from '../../../../scoring-service/src/adapters/queue/queue.ts';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';

/** Takes the first run of a database, given by its URL or its folder and the heartbeat, prints its key and never ends it. */
const [, , place = '', heartbeatSeconds] = process.argv;
const database = await openDatabase(place.startsWith('postgres:') ? { databaseUrl: place } : { folder: place });
const queue = createQueue({ database, heartbeatSeconds: Number(heartbeatSeconds) });
await queue.work(async ({ key }) => {
  console.log(key);
  await new Promise(() => undefined);
});
await queue.enqueue({ key: 'held', goalId: 'goal', jobType: 'Scoring' });
