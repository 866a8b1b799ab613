import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { OrgKind } from './org.ts';
import { localPassword } from './server/client-app.ts';
import { adminUsername, integrationUsername, startOrg } from './server/start-org.ts';
import type { RunningOrg } from './server/start-org.ts';

const help = `Starts a local Salesforce-compatible org until Ctrl-C.

  npm run org -- [options]

  --port 4780                 where it listens on 127.0.0.1; 0 takes a free port
  --folder FOLDER             where its data lives; without it the data ends with the process
  --kind production           asks of deploys what production asks: tests, coverage, inactive flows; or developer
  --metadata FOLDER           source folder to deploy at start; may be repeated
  --assign USER=SET           permission set to assign at start (${adminUsername}=Sales_Fields); may be repeated
  --start-at 2026-01-31T08:00:00Z   the org's time at start; the real time without it
  --daily-api-limit 100000    API calls in 24 hours
  --jwt-certificate FILE      PEM that JWT bearer logins are checked against
  --help`;

const options = {
  port: { type: 'string', default: '4780' },
  folder: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'string', multiple: true },
  assign: { type: 'string', multiple: true },
  'start-at': { type: 'string' },
  'daily-api-limit': { type: 'string' },
  'jwt-certificate': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function readNumber(text: string, name: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${name}: a whole number is expected, not ${text}`);
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new Error(`--start-at: a date and time is expected, not ${text}`);
}

function readKind(text: string): OrgKind {
  if (text === 'developer' || text === 'production') return text;
  throw new Error(`--kind: developer or production is expected, not ${text}`);
}

async function start(): Promise<RunningOrg | undefined> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return undefined;
  }
  const { folder, kind, metadata = [], assign = [] } = values;
  const startAt = values['start-at'];
  const dailyApiLimit = values['daily-api-limit'];
  const certificate = values['jwt-certificate'];
  const running = await startOrg({
    port: readNumber(values.port, 'port'),
    metadata,
    log: (line) => console.error(line),
    ...(folder === undefined ? {} : { folder }),
    ...(kind === undefined ? {} : { kind: readKind(kind) }),
    ...(startAt === undefined ? {} : { startAt: readTime(startAt) }),
    ...(dailyApiLimit === undefined ? {} : { dailyApiLimit: readNumber(dailyApiLimit, 'daily-api-limit') }),
    ...(certificate === undefined ? {} : { jwtCertificate: readFileSync(certificate, 'utf8') }),
  });
  try {
    for (const assignment of assign) assignPermissionSet(running, assignment);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

function assignPermissionSet({ org }: RunningOrg, assignment: string): void {
  const [username = '', permissionSet = ''] = assignment.split('=');
  const userId = org.userId(username);
  if (userId === undefined) throw new Error(`--assign: there is no user ${username}; USER=SET is expected`);
  org.assignPermissionSet(userId, permissionSet);
}

function describeOrg({ url, credentials, adminToken, tokenFor }: RunningOrg): string {
  const { clientId, clientSecret } = credentials;
  return `The local org answers at ${url}

  administrator     ${adminUsername}   password ${localPassword}
  access token      ${adminToken}
  integration user  ${integrationUsername}   password ${localPassword}
  access token      ${tokenFor(integrationUsername)}
  client app        client id ${clientId}   client secret ${clientSecret}

Log in, or ask without a login:

  curl -s ${url}/services/oauth2/token -d grant_type=client_credentials -d client_id=${clientId} -d client_secret=${clientSecret}
  curl -s -G ${url}/services/data/v65.0/query -H 'Authorization: Bearer ${adminToken}' --data-urlencode 'q=SELECT Id, Name FROM Lead LIMIT 5'
  SF_ACCESS_TOKEN='${adminToken}' sf org login access-token --instance-url ${url} --alias local --no-prompt --set-default
  SF_ORG_INSTANCE_URL=${url} SF_TARGET_ORG='${adminToken}' sf data query -q "SELECT Id, Name FROM Lead LIMIT 5"

Ctrl-C stops it.`;
}

try {
  const running = await start();
  if (running !== undefined) {
    console.log(describeOrg(running));
    const stop = (): void => {
      void running.stop().then(() => console.log('The local org has stopped.'));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
