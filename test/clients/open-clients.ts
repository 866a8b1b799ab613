import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminUsername, startOrg } from '../local-org/src/index.ts';
import type { RecordInput, RunningOrg, StartOptions } from '../local-org/src/index.ts';
import { openSf } from './sf.ts';
import type { Sf } from './sf.ts';

/** A running org and the real CLI, logged in as its administrator. */
export type Clients = { org: RunningOrg; sf: Sf; jwtKeyFile: string; close(): Promise<void> };

/** Starts an org with a new key pair for JWT logins, and the CLI with its own home folder. */
export async function openClients(options: StartOptions = {}): Promise<Clients> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const org = await startOrg({ jwtCertificate: publicKey, log: (line) => console.error(line), ...options });
  const sf = openSf({ url: org.url, token: org.adminToken });
  const jwtKeyFile = join(sf.folder, 'jwt.key');
  writeFileSync(jwtKeyFile, privateKey);
  return {
    org,
    sf,
    jwtKeyFile,
    close: async () => {
      sf.remove();
      await org.stop();
    },
  };
}

/** Inserts a record without HTTP, as the administrator; returns its id. */
export function insertRecord({ org }: RunningOrg, object: string, record: RecordInput): string {
  const result = org.write(org.userId(adminUsername) ?? '', 'insert', object, record);
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return result.id;
}
