import { parseArgs } from 'node:util';
import { readConfig, readStateConfig } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { checkSetup } from './check-setup.ts';
import { startService } from './start-service.ts';
import {
  describeTokens,
  describeVerification,
  issueServiceToken,
  listServiceTokens,
  revokeServiceToken,
  verifyStoredReceipt,
} from './store-commands.ts';
import { version } from './version.ts';

/** Time for what is closing when the service has ended, or could not start. */
const LAST_MS = 3000;

const help = `Plumbline scoring service

  node scoring-service/src/main.ts [COMMAND]        of a clone also: npm start -- [COMMAND]

  without a command                                 starts the service
  issue-token --name CALLER [--rights score|manage] [--expires-days DAYS] [--org ID]
                                                    prints a new token once, and ends
  list-tokens [--json]                              lists tokens, without their secrets, and ends
  revoke-token ID                                   ends a token, and ends
  verify-receipt ID [--json]                        computes a past score again, and ends
  --check                                           tries settings, folder, database, org and listener, and ends
  --version
  --help

Settings are environment variables; docs/settings.md lists them. Commands need those of the service: without its DATABASE_URL
they work on the state in PLUMBLINE_DATA, and say so.`;

const options = {
  name: { type: 'string' },
  rights: { type: 'string', default: 'score' },
  'expires-days': { type: 'string' },
  org: { type: 'string' },
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function runCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command, id] = positionals;
  if (values.help) console.log(help);
  else if (values.version) console.log(version);
  else if (values.check) await check();
  else if (command === undefined) await serve();
  else if (command === 'issue-token') console.log(await issueServiceToken(readState(), values));
  else if (command === 'list-tokens') await list(values);
  else if (command === 'revoke-token') console.log(`Token ${await revokeServiceToken(readState(), id)} is revoked.`);
  else if (command === 'verify-receipt') await verify(id, values);
  else throw new Error(`There is no command ${command}.\n\n${help}`);
}

/** A forgotten DATABASE_URL would show another state than the service's, so a command on PGlite names its folder. */
function readState(): ReturnType<typeof readStateConfig> {
  const config = readStateConfig();
  const { databaseUrl, dataFolder } = config;
  if (databaseUrl === undefined) console.error(`The state is that in ${dataFolder}: DATABASE_URL is not set.`);
  return config;
}

async function list({ json }: { json: boolean }): Promise<void> {
  const tokens = await listServiceTokens(readState());
  console.log(json ? JSON.stringify(tokens, undefined, 2) : describeTokens(tokens));
}

/** Prints whether a past score can be reproduced; a difference fails the command. */
async function verify(id: string | undefined, { json }: { json: boolean }): Promise<void> {
  const verification = await verifyStoredReceipt(readState(), id);
  console.log(json ? JSON.stringify(verification, undefined, 2) : describeVerification(verification));
  if (!verification.isEqual) process.exitCode = 1;
}

/** Tries what a start needs and prints what it found, with the next step; the command fails where a part fails. */
async function check(): Promise<void> {
  const parts = await checkSetup(readConfig());
  for (const { name, isDone, detail, action } of parts) {
    console.log(`${isDone ? 'passed' : 'failed'}  ${name}: ${detail}`);
    if (action !== undefined) console.log(`        → ${action}`);
  }
  if (parts.some(({ isDone }) => !isDone)) process.exitCode = 1;
}

/** Serves until the process receives a signal to end. A terminal's Ctrl-C ends it without waiting. */
async function serve(): Promise<void> {
  const service = await startService(readConfig());
  const stop = (drain: boolean): void => {
    service.stop({ drain }).catch(fail).finally(endSoon);
  };
  process.once('SIGINT', () => stop(false));
  process.once('SIGTERM', () => stop(true));
}

/** What is still open then would keep the process alive, and its supervisor from starting another. */
function endSoon(): void {
  setTimeout(() => process.exit(), LAST_MS).unref();
}

function fail(error: unknown): void {
  console.error(describeError(error));
  process.exitCode = 1;
}

// State and working files are the service's alone, whatever the system's default is.
process.umask(0o077);
try {
  await runCommand(process.argv.slice(2));
} catch (error) {
  fail(error);
  endSoon();
}

function describeError(error: unknown): string {
  if (error instanceof ScoringError) return [error.message, ...error.actions.map((action) => `→ ${action}`)].join('\n');
  return error instanceof Error ? error.message : String(error);
}
