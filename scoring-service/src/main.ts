import { parseArgs } from 'node:util';
import { readConfig, readStateConfig } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { startService } from './start-service.ts';
import { describeVerification, issueServiceToken, verifyStoredReceipt } from './store-commands.ts';

const help = `Plumbline scoring service

  npm start                                                        starts the service
  npm start -- issue-token --name CALLER [--rights score|manage]   prints a new token once, and ends
  npm start -- verify-receipt ID [--json]                          computes a past score again, and ends
  npm start -- --help

Settings are environment variables; docs/settings.md lists them.`;

const options = {
  name: { type: 'string' },
  rights: { type: 'string', default: 'score' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function runCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command, id] = positionals;
  if (values.help) console.log(help);
  else if (command === undefined) await serve();
  else if (command === 'issue-token') console.log(await issueServiceToken(readStateConfig(), values));
  else if (command === 'verify-receipt') await verify(id, values);
  else throw new Error(`There is no command ${command}.\n\n${help}`);
}

/** Prints whether a past score can be reproduced; a difference fails the command. */
async function verify(id: string | undefined, { json }: { json: boolean }): Promise<void> {
  const verification = await verifyStoredReceipt(readStateConfig(), id);
  console.log(json ? JSON.stringify(verification, undefined, 2) : describeVerification(verification));
  if (!verification.isEqual) process.exitCode = 1;
}

/** Serves until the process receives a signal to end. */
async function serve(): Promise<void> {
  const service = await startService(readConfig());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void service.stop();
    });
  }
}

try {
  await runCommand(process.argv.slice(2));
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

function describeError(error: unknown): string {
  if (error instanceof ScoringError) return [error.message, ...error.actions.map((action) => `→ ${action}`)].join('\n');
  return error instanceof Error ? error.message : String(error);
}
