import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createLazyBuild } from './lazy-build.ts';
import type { BuildState, LazyBuild } from './lazy-build.ts';
import { waitingPage } from './waiting-page.ts';

/** A build that runs this source. */
function buildOf(t: TestContext, source: string): LazyBuild {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-build-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const command = join(folder, 'build.mjs');
  writeFileSync(command, source);
  return createLazyBuild({ command });
}

/** The first state that is not "building". */
async function settledState(build: LazyBuild): Promise<BuildState> {
  for (;;) {
    const state = build.state();
    if (state.kind !== 'building') return state;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('the pages are built once, when the first is opened', async (t) => {
  const build = buildOf(t, '');
  assert.equal(build.state().kind, 'building');
  assert.equal((await settledState(build)).kind, 'ready');
  assert.equal(build.state().kind, 'ready');
});

test('a failure is reported with its output, and the next opening builds again', async (t) => {
  const build = buildOf(t, 'console.error("line 3: <broken>"); process.exitCode = 1;');
  const state = await settledState(build);
  assert.ok(state.kind === 'failed');
  const page = waitingPage(state);
  assert.match(page, /line 3: &lt;broken>/);
  assert.doesNotMatch(page, /http-equiv="refresh"/);
  assert.equal(build.state().kind, 'building');
  await build.stop();
});

test('a build that runs ends with the server, and so does what it started', async (t) => {
  const connected = createServer().listen(0, '127.0.0.1');
  await once(connected, 'listening');
  t.after(() => connected.close());
  const { port } = connected.address() as AddressInfo;
  const grandchild = `require('node:net').connect(${port}, '127.0.0.1')`;
  const child = `import { spawn } from 'node:child_process';
    spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });`;
  const build = buildOf(t, child);
  build.state();
  const [socket] = (await once(connected, 'connection')) as [Socket];
  socket.on('error', () => undefined);
  const closed = once(socket.resume(), 'close');
  await build.stop();
  await closed;
});
