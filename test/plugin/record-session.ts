/**
 * Records the session of a new developer, from connecting the service to the factors of one score: starts an org with leads
 * and the service, runs the commands in the real `sf`, and prints their output.
 *
 *     npm run build:plugin && node test/plugin/record-session.ts > plugin/session.txt
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installSf } from '../clients/install-sf.ts';
import { fillOrg, prepareOrg } from '../e2e/stage/prepared-org.ts';
import { issueToken, startServiceProcess } from '../e2e/stage/service-process.ts';
import { openPlugin } from './stage/open-plugin.ts';

const name = 'Lead converts in 90 days';
const goal = {
  ...{ name, description: 'Which open leads will become customers within the next 90 days.' },
  ...{ profileType: 'Person', object: 'Lead', goalType: 'Lead converted', timeframeDays: 90 },
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  qualifiedStatuses: ['Open - Not Contacted', 'Working - Contacted'],
};

await installSf();
const org = await prepareOrg({ source: 'generated-org' });
await fillOrg(org, { leads: 3000, seed: 5, endsAt: new Date() });
const dataFolder = await mkdtemp(join(tmpdir(), 'plumbline-session-'));
const options = { org, dataFolder };
const token = await issueToken(options, 'manage');
const service = await startServiceProcess(options);
const sf = await openPlugin({ url: org.url, token: org.adminToken });

/** A command line with arguments in quotes where needed. */
const typed = (args: string[]): string => args.map((arg) => (/[\s'|]/.test(arg) ? `"${arg}"` : arg)).join(' ');

/** Warnings that the CLI shows for a linked plugin only, not for an installed one. */
const isNoise = (line: string): boolean => /linked ESM|auto-transpiled|insecure protocol/.test(line);

async function type(...args: string[]): Promise<void> {
  const command = sf.start(['score', ...args], { env: { SCORING_SERVICE_TOKEN: token } });
  // Both streams in the order in which a terminal shows them.
  let screen = '';
  for (const stream of [command.child.stdout, command.child.stderr]) {
    stream?.on('data', (text: string) => (screen += text));
  }
  const { exitCode } = await command.ended;
  const lines = screen
    .split('\n')
    .filter((line) => !isNoise(line))
    .map((line) => line.trimEnd());
  console.log(`$ sf score ${typed(args)}\n${lines.join('\n').replace(/^\n+|\n+$/g, '')}\n(exit code ${exitCode})\n`);
}

try {
  await writeFile(join(sf.folder, 'lead-converts.goal.json'), JSON.stringify(goal));
  await type('service', 'connect', '--url', service.url);
  await type('check', '--file', 'lead-converts.goal.json');
  await type('goal', 'create', '--file', 'lead-converts.goal.json');
  await type('train', '--goal', name, '--wait', '30');
  await type('run', 'bulk', '--goal', name, '--all', '--wait', '30');
  await type('run', 'results', '--use-most-recent', '--output-file', 'scores.csv');
  const { records } = await org.admin.query<{ Id: string }>(
    'SELECT Id FROM Lead WHERE Predictive_Score__c > 0 ORDER BY Predictive_Score__c DESC, Id LIMIT 1',
  );
  await type('record', '--goal', name, '--record-id', records[0]?.Id ?? '', '--what-if', 'Industry=Banking');
  await type('run', 'list');
  await type('doctor');
} finally {
  sf.remove();
  await service.stop();
  await org.stop();
  await rm(dataFolder, { recursive: true, force: true });
}
