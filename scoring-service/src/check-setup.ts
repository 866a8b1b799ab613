import { inspectDatabase } from './adapters/storage/open-database.ts';
import { createSalesforce } from './adapters/salesforce/salesforce.ts';
import type { Config } from './config.ts';
import { ScoringError } from './domain/scoring-error.ts';
import { explainFolders, explainListening, explainStore } from './explain-start.ts';
import { startServer } from './http/start-server.ts';
import { requireBoundOrg } from './operations/bind-org.ts';

export type CheckedPart = { name: string; isDone: boolean; detail: string; action?: string };

/**
 * Tries what a start with this configuration needs, one part after the other; nothing is changed but missing folders made.
 * A service may be running on the same settings: its port is not taken, and its state on PGlite is not opened.
 */
export async function checkSetup(config: Config): Promise<CheckedPart[]> {
  const salesforce = createSalesforce(config.salesforce);
  const database = config.databaseUrl === undefined ? undefined : inspectDatabase(config.databaseUrl);
  database?.catch(() => undefined);
  const parts: [name: string, look: () => Promise<string>][] = [
    ['Folders', async () => `${(await explainFolders(config)).stateFolder} can be written.`],
    ['Database', () => explainStore(config, async () => describeDatabase(config, await database))],
    ['Listener', () => checkListener(config)],
    [
      'Org',
      async () => {
        const { orgId, username } = await salesforce.readIdentity();
        const boundOrg = await database?.then(
          (found) => found.boundOrg,
          // The database is reported by its own part.
          () => undefined,
        );
        if (boundOrg !== undefined) requireBoundOrg(boundOrg, orgId);
        return `${config.salesforce.loginUrl} is the org ${orgId}, which answers the integration user ${username}.`;
      },
    ],
  ];
  const settings = { name: 'Settings', isDone: true, detail: 'Every setting has a value that makes sense.' };
  return [settings, ...(await Promise.all(parts.map(([name, look]) => checkPart(name, look))))];
}

type Inspected = Awaited<ReturnType<typeof inspectDatabase>>;

function describeDatabase({ dataFolder }: Config, found: Inspected | undefined): string {
  if (found === undefined) return `State lives in PGlite below ${dataFolder}: DATABASE_URL is not set.`;
  const rest = found.pending === 0 ? 'none is missing' : `${found.pending} will be applied by the start`;
  return `Postgres answers; ${found.applied} migrations are applied, ${rest}.`;
}

/** Listens on the address for a moment, on a port that is free, with the certificate. */
async function checkListener({ host, tls }: Config): Promise<string> {
  const app = { fetch: () => new Response() };
  const log = { info: () => undefined, error: () => undefined };
  const server = await explainListening('PLUMBLINE_PORT', () =>
    startServer({ app, listen: { host, port: 0 }, log, ...(tls && { tls }) }),
  );
  await server.stop();
  return `${host} is an address of this machine${tls ? ', and the certificate and its key can be used' : ''}.`;
}

async function checkPart(name: string, look: () => Promise<string>): Promise<CheckedPart> {
  try {
    return { name, isDone: true, detail: await look() };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const [action] = error.actions;
    return { name, isDone: false, detail: error.message, ...(action !== undefined && { action }) };
  }
}
