import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployFile, RunningOrg } from '../../local-org/src/index.ts';
import { adminUsername } from '../../local-org/src/index.ts';

/** Tokens of the service for the principals of the external credential. */
export type ServiceTokens = { manage: string; score?: string };

/** The permission sets with access to a principal, by the sets of the package whose users need them. */
const credentialSets = {
  ScoringAdmin: 'ScoringAdminCredential',
  ScoringModelViewer: 'ScoringUserCredential',
  ScoringUser: 'ScoringUserCredential',
};

const holders = `SELECT DISTINCT a."AssigneeId" AS "userId" FROM "PermissionSetAssignment" a
  JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId" WHERE a."IsDeleted" = 0 AND s."Name" = ?`;

function filesOf(folder: string, change: (text: string) => string): DeployFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.length + 1), content: Buffer.from(change(readFileSync(path, 'utf8'))) };
    });
}

/**
 * Lets the package's Apex call a service, as an admin does: its address in the Named Credential, tokens in its principals,
 * and access to these for the users who have a permission set of the package by then.
 */
export async function connectService(
  { org, url, adminToken }: Pick<RunningOrg, 'org' | 'url' | 'adminToken'>,
  service: { url: string; tokens: ServiceTokens },
): Promise<void> {
  const admin = org.userId(adminUsername) ?? '';
  for (const folder of ['force-app/connection', 'force-app/credentials']) {
    const files = filesOf(folder, (text) => text.replace('https://scoring.example.com', service.url));
    const problem = org.deploy(admin, files).messages.find(({ success }) => !success)?.problem;
    if (problem !== undefined) throw new Error(`${folder} cannot be deployed: ${problem}`);
  }
  for (const [set, credentialSet] of Object.entries(credentialSets)) {
    for (const { userId } of org.inspect(holders, set)) {
      if (!org.permissionSets(String(userId)).includes(credentialSet))
        org.assignPermissionSet(String(userId), credentialSet);
    }
  }
  const { manage, score = manage } = service.tokens;
  for (const [principalName, value] of [
    ['Manage', manage],
    ['Score', score],
  ] as const) {
    const response = await fetch(`${url}/services/data/v65.0/named-credentials/credential`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ externalCredential: 'Scoring_Service', principalName, principalType: 'NamedPrincipal' },
        ...{ authenticationProtocol: 'Custom', credentials: { Token: { value, encrypted: true } } },
      }),
    });
    if (!response.ok) throw new Error(`The token of ${principalName} cannot be entered: ${await response.text()}`);
  }
}
