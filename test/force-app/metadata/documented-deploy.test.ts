import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminUsername, openOrg } from '../../local-org/src/index.ts';
import { packageFolder } from '../deployed-org.ts';
import { metadataFolders } from './read-package.ts';

const repository = join(import.meta.dirname, '../../..');
const connectionFolder = join(repository, 'force-app/connection');
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const commands = readme.split('\n').filter((line) => line.startsWith('sf project deploy start '));

test('the command for production deploys the tests and names every class of them', () => {
  const [command, ...others] = commands.filter((line) => line.includes('RunSpecifiedTests'));
  assert.ok(command);
  assert.deepEqual(others, []);
  assert.match(command, /--source-dir force-app\/main --source-dir force-app\/test /);
  const [, named = ''] = command.split(' --tests ');
  const folder = join(repository, 'force-app/test/classes');
  const classes = readdirSync(folder).filter((name) => name.endsWith('.cls'));
  const tests = classes.filter((name) => /@IsTest\s+static void/i.test(readFileSync(join(folder, name), 'utf8')));
  assert.ok(tests.length > 5);
  assert.deepEqual(named.split(' ').toSorted(), tests.map((name) => name.replace('.cls', '')).toSorted());
});

test('what is deployed beside the package is a deploy of its own, with the permission sets that are assigned', () => {
  for (const folder of metadataFolders)
    assert.ok(commands.includes(`sf project deploy start --metadata-dir force-app/${folder}`), folder);
  const assigned = readme.matchAll(/^sf org assign permset .*$/gm).flatMap(([line]) => line.matchAll(/--name (\w+)/g));
  assert.deepEqual([...assigned].map(([, name]) => name).toSorted(), [
    ...['ScoringAdmin', 'ScoringAdminCredential', 'ScoringIntegration', 'ScoringIntegrationPrivacy', 'ScoringUser'],
    'ScoringUserCredential',
  ]);
});

test('an upgrade leaves the address of the service as an admin entered it', () => {
  assert.ok(commands.includes('sf project deploy start --metadata-dir force-app/connection'));
  const org = openOrg();
  const admin = org.userId(adminUsername) ?? '';
  const name = 'namedCredentials/Scoring_Service.namedCredential';
  const contents = ['package.xml', name].map((path) => ({ path, content: readFileSync(join(connectionFolder, path)) }));
  const deploy = (change: (text: string) => string): void => {
    const files = contents.map(({ path, content }) => ({ path, content: Buffer.from(change(content.toString())) }));
    const { success, messages } = org.deploy(admin, files);
    assert.ok(success, JSON.stringify(messages));
  };
  const upgrade = (): void => {
    const { success, messages } = org.deploySource(admin, packageFolder);
    assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
  };
  const address = (): string | undefined => {
    const [file] = org.retrieve(admin, [{ type: 'NamedCredential', fullName: 'Scoring_Service' }]).files;
    return /<parameterValue>(https:[^<]*)</.exec(new TextDecoder().decode(file?.content))?.[1];
  };
  upgrade();
  deploy((text) => text);
  assert.equal(address(), 'https://scoring.example.com');
  deploy((text) => text.replace('https://scoring.example.com', 'https://scores.acme.com'));
  upgrade();
  assert.equal(address(), 'https://scores.acme.com');
  org.close();
});
