import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { startOrg } from '../local-org/src/index.ts';
import type { RunningOrg } from '../local-org/src/index.ts';
import { buildImageTree, instructionsOf, measureTree, removeTree } from './image-tree.ts';

const root = join(import.meta.dirname, '../..');
/** The user `node` of the base image. */
const user = 1000;
const MOST_BYTES = 300_000_000;

let folder: string;
let tree: string;
let org: RunningOrg;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-image-'));
  tree = buildImageTree(root, folder);
  org = await startOrg({ metadata: [join(root, 'force-app/main/default')] });
});
after(async () => {
  await org.stop();
  removeTree(folder);
});

test('the layers of the image stay under 300 MB and bring no second Node', () => {
  const { bytes, found } = measureTree(tree, (path) => /(^|\/)node(\.exe)?$/.test(path));
  console.log(`The image adds ${(bytes / 1e6).toFixed(0)} MB to its base.`);
  assert.deepEqual(found, []);
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
});

test('the image runs as a user without rights and says how its health is checked', () => {
  const instructions = instructionsOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  assert.equal(last.find(({ name }) => name === 'USER')?.text, 'node');
  assert.match(last.find(({ name }) => name === 'HEALTHCHECK')?.text ?? '', /\/healthz/);
});

test('the service starts from the tree alone, as a user who can write its data folder and nothing else', async () => {
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder);
  chmodSync(folder, 0o755);
  execFileSync('chmod', ['-R', 'a-w,a+rX', tree]);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(dataFolder, user, user);
  const child = spawn(process.execPath, ['scoring-service/src/main.ts'], {
    cwd: tree,
    ...(isRoot && { uid: user, gid: user }),
    env: {
      ...{ NODE_ENV: 'production', PLUMBLINE_HOST: '127.0.0.1', PLUMBLINE_PORT: '0', PLUMBLINE_DATA: dataFolder },
      SALESFORCE_LOGIN_URL: org.url,
      SALESFORCE_CLIENT_ID: org.credentials.clientId,
      SALESFORCE_CLIENT_SECRET: org.credentials.clientSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const listening = /"event":"service\.listening".*"url":"([^"]+)"/.exec(line)?.[1];
      if (listening !== undefined) resolve(listening);
    });
    child.once('exit', () => reject(new Error(`The service ended: ${errors.join('')}`)));
  });
  const health = await fetch(`${url}/healthz`);
  assert.equal(health.status, 200);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0, errors.join(''));
});
