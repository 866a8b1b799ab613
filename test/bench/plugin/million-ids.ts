/** Measures the memory of `sf score run bulk --file` for growing files; it must not grow with the file. */
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { idListPartSchema } from '@plumbline/contract';
import { installSf } from '../../clients/install-sf.ts';
import { createGoal, prepareOrg } from '../../e2e/stage/prepared-org.ts';
import { openPlugin } from '../../plugin/stage/open-plugin.ts';
import { watchMemory } from './watch-memory.ts';

const { values } = parseArgs({
  options: {
    ids: { type: 'string', default: '10000,100000,1000000' },
    // A small heap makes Node collect garbage, so that the peak shows the memory needed. 0: no limit.
    'heap-mb': { type: 'string', default: '96' },
  },
});

/** Tolerance for the variation between two processes. */
const mostGrowth = 1.3;

/** Accepts parts like the service and counts them; it rejects the run, so that only the upload is measured. */
function startReceiver(): { url: Promise<string>; counts: Map<string, number>; stop(): void } {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const [, list] = /^\/v1\/id-lists\/([^/]+)\/parts\/\d+$/.exec(request.url ?? '') ?? [];
      if (list !== undefined) {
        const { recordIds } = idListPartSchema.parse(JSON.parse(body));
        counts.set(list, (counts.get(list) ?? 0) + recordIds.length);
      }
      const isList = request.url?.startsWith('/v1/id-lists') === true;
      const problem = {
        type: 'x',
        title: 'x',
        status: 503,
        detail: 'Enough.',
        kind: 'service.stopping',
        actions: ['None.'],
        requestId: 'x',
      };
      response.writeHead(isList ? 200 : 503, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(isList ? { id: list ?? crypto.randomUUID() } : problem));
    });
  });
  server.listen(0, '127.0.0.1');
  const url = once(server, 'listening').then(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { url, counts, stop: () => server.close() };
}

async function writeIds(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('Id\n');
  for (let index = 0; index < count; index += 1) {
    const id = `00Q${String(index).padStart(12, '0')}AAA\n`;
    if (!file.write(id)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

await installSf();
const org = await prepareOrg({ source: 'generated-org' });
const goalId = await createGoal(org.admin);
const sf = await openPlugin({ url: org.url, token: org.adminToken });
const receiver = startReceiver();
try {
  const heapMb = values['heap-mb'];
  const heap: Record<string, string> =
    heapMb === '0' ? {} : { NODE_OPTIONS: `--max-old-space-size=${heapMb} --max-semi-space-size=4` };
  const env = { SCORING_SERVICE_URL: await receiver.url, SCORING_SERVICE_TOKEN: 'made-up', ...heap };
  let leastMb = Infinity;
  for (const count of values.ids.split(',').map(Number)) {
    await writeIds(join(sf.folder, 'ids.csv'), count);
    const startedMs = performance.now();
    const command = sf.start(['score', 'run', 'bulk', '--goal', goalId, '--file', 'ids.csv', '--json'], { env });
    const memory = watchMemory(() => command.child.pid);
    const { stdout } = await command.ended;
    assert.match(stdout, /ServiceStoppingError/);
    assert.equal([...receiver.counts.values()].at(-1), count);
    const ms = performance.now() - startedMs;
    const peakMb = memory.stop();
    leastMb = Math.min(leastMb, peakMb);
    console.log(`${String(count).padStart(9)} ids: ${peakMb} MB at most, ${(ms / 1000).toFixed(1)} s`);
    assert.ok(heapMb === '0' || peakMb < leastMb * mostGrowth, 'the memory grows with the file');
  }
} finally {
  receiver.stop();
  sf.remove();
  await org.stop();
}
