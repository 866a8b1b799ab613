import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { prepareFolder } from './run-folders.ts';

/** Codes of the system that speak against the address, not the port. */
const OF_HOST = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL', 'EAI_FAIL', 'EAI_NONAME'];

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';

const refuse = (variable: string, what: string, cause: unknown, action: string): ScoringError =>
  new ScoringError('configuration.invalid', {
    message: `${variable}: ${what} (${codeOf(cause)}).`,
    cause,
    actions: [action],
  });

/** Names the variable that explains why the service cannot listen. */
export async function explainListening<T>(portVariable: string, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (cause) {
    if (cause instanceof ScoringError) throw cause;
    if (OF_HOST.includes(codeOf(cause))) {
      const action = 'Set it to an address of this machine, or to 0.0.0.0 for all of them.';
      throw refuse('PLUMBLINE_HOST', 'The service cannot listen on this address', cause, action);
    }
    const action = 'Stop the process that uses the port, or set another port.';
    throw refuse(portVariable, 'The service cannot listen on this port', cause, action);
  }
}

/** The folders for state and working files, which only the service's user may enter. */
export async function explainFolders({
  dataFolder,
}: Pick<Config, 'dataFolder'>): Promise<{ stateFolder: string; runsFolder: string }> {
  try {
    const stateFolder = await prepareFolder(join(dataFolder, 'state'));
    return { stateFolder, runsFolder: await prepareFolder(join(dataFolder, 'runs')) };
  } catch (cause) {
    const action = 'Set it to a folder that the user of the service may write, on a disk with room.';
    throw refuse('PLUMBLINE_DATA', `The folder ${dataFolder} cannot be written`, cause, action);
  }
}

/** Names the variable that chose the store which cannot be opened. */
export async function explainStore<T>(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const variable = databaseUrl === undefined ? 'PLUMBLINE_DATA' : 'DATABASE_URL';
    throw new ScoringError(error.kind, {
      message: `${variable}: ${error.message}`,
      cause: error.cause,
      actions: error.actions,
    });
  }
}

/** How long a start waits for the org before it goes on without knowing which one it is. */
const ORG_MS = 5000;

/** Refuses to start on the state of another org. An org that does not respond stops nothing: every login is checked. */
export async function refuseOtherOrg(salesforce: { ping(): Promise<void> }): Promise<void> {
  const found = salesforce.ping().then(
    () => undefined,
    (error: unknown) => error,
  );
  const error = await Promise.race([found, delay(ORG_MS, undefined, { ref: false })]);
  if (error instanceof ScoringError && error.kind === 'org.other') throw error;
}
