import { join } from 'node:path';
import { Connection } from 'jsforce';
import { adminUsername, integrationUsername, startOrg } from '../local-org/src/index.ts';

export const packageFolder = join(import.meta.dirname, '../../force-app/main/default');

/** What is deployed beside the package: access to the tokens of the service, and to privacy opt-outs. */
export const besidePackage = ['credentials', 'privacy'].map((name) =>
  join(import.meta.dirname, '../../force-app', name),
);

/** The local org's users, by what they are to the package. */
export const users = { admin: adminUsername, integration: integrationUsername, rep: 'rep@local.org' } as const;
export type User = keyof typeof users;

export const permissionSets = ['ScoringAdmin', 'ScoringIntegration', 'ScoringModelViewer', 'ScoringUser'] as const;

/** The sets that belong to those of the package. */
const besideSets: Record<PermissionSetName, string> = {
  ScoringAdmin: 'ScoringAdminCredential',
  ScoringIntegration: 'ScoringIntegrationPrivacy',
  ScoringModelViewer: 'ScoringUserCredential',
  ScoringUser: 'ScoringUserCredential',
};
export type PermissionSetName = (typeof permissionSets)[number];

export type DeployedOrg = {
  as: (user: User) => Connection;
  /** Assigns these permission sets of the package and takes away the others. */
  assign: (user: User, ...names: PermissionSetName[]) => Promise<void>;
  stop: () => Promise<void>;
};

/** A local org with the package in it, and jsforce for each user. */
export async function startDeployedOrg(): Promise<DeployedOrg> {
  const org = await startOrg({ metadata: [packageFolder, ...besidePackage] });
  const as = (user: User): Connection =>
    new Connection({
      instanceUrl: org.url,
      loginUrl: org.url,
      accessToken: org.tokenFor(users[user]),
      version: '65.0',
    });
  const admin = as('admin');
  return {
    as,
    assign: async (user, ...names) => {
      const assignments = admin.sobject('PermissionSetAssignment');
      const before = await admin.query(
        `SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '${users[user]}' AND PermissionSet.Name LIKE 'Scoring%'`,
      );
      await assignments.destroy(before.records.flatMap(({ Id }) => Id ?? []));
      const [assignee] = (await admin.query(`SELECT Id FROM User WHERE Username = '${users[user]}'`)).records;
      for (const name of new Set(names.flatMap((one) => [one, besideSets[one]]))) {
        const [set] = (await admin.query(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`)).records;
        await assignments.create({ AssigneeId: assignee?.Id ?? '', PermissionSetId: set?.Id ?? '' });
      }
    },
    stop: () => org.stop(),
  };
}
