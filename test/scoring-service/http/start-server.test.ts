import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../../../scoring-service/src/http/start-server.ts';
import { asked, goalId, openApp, recordId, result } from './opened-app.ts';

test('stopping lets a request end that is under way, and takes no further one', async () => {
  const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<undefined>();
  const { promise: answer, resolve: giveAnswer } = Promise.withResolvers<typeof result>();
  const { app } = openApp({
    scoreRecord: () => {
      tellAsked(undefined);
      return answer;
    },
  });
  const log = { info: () => undefined, error: () => undefined };
  const { url, stop } = await startServer({ app, listen: { host: '127.0.0.1', port: 0 }, log });
  const replied = fetch(`${url}/v1/scores`, asked('scorer', { goalId, recordId }));
  await isAsked;
  const stopped = stop();
  await assert.rejects(fetch(`${url}/healthz`));
  giveAnswer(result);
  assert.equal((await replied).status, 200);
  await stopped;
});

test('a port that is taken is an error', async () => {
  const log = { info: () => undefined, error: () => undefined };
  const first = await startServer({ app: openApp().app, listen: { host: '127.0.0.1', port: 0 }, log });
  const port = Number(new URL(first.url).port);
  await assert.rejects(startServer({ app: openApp().app, listen: { host: '127.0.0.1', port }, log }), {
    code: 'EADDRINUSE',
  });
  await first.stop();
});
