import { Connection } from 'jsforce';
import { adminUsername, integrationUsername, startOrg } from '../../local-org/src/index.ts';
import type { RunningOrg, StartOptions } from '../../local-org/src/index.ts';
import { generateOrg } from '../../local-org/src/generator/generate-org.ts';
import { currencyRates } from '../../local-org/src/generator/untidy-rows.ts';
import type { GeneratorOptions, Untidiness } from '../../local-org/src/generator/world.ts';

const apiVersion = '65.0';
/** The package, and what is deployed beside it: access to the tokens of the service, and to privacy opt-outs. */
const packageFolders = ['force-app/main/default', 'force-app/credentials', 'force-app/privacy'];

/** What leads the org holds: generated ones, or those of a CSV that are loaded later. */
export type LeadSource = 'generated-org' | 'untidy-org' | 'xeducation';

const fieldPermissions = {
  'generated-org': 'Generated_Org_Fields',
  'untidy-org': 'Generated_Org_Fields',
  xeducation: 'XEducation_Fields',
};

/** The metadata of a source beside the package; an untidy org has that of the generated one and its own. */
const fixtures = (source: LeadSource): string[] =>
  [...(source === 'untidy-org' ? ['generated-org'] : []), source].map((name) => `test/fixtures/${name}/main/default`);

/** The features that an untidy org has. */
const untidyFeatures = ['SharedActivities', 'MultiCurrency', 'PersonAccounts'] as const;

const featuresOf = (source: LeadSource) => (source === 'untidy-org' ? { features: untidyFeatures } : {});

/** The assignments of permission sets. */
const assignments = (source: LeadSource): [username: string, permissionSet: string][] => [
  [adminUsername, 'ScoringAdmin'],
  [adminUsername, 'ScoringAdminCredential'],
  [adminUsername, fieldPermissions[source]],
  [integrationUsername, 'ScoringIntegration'],
  [integrationUsername, 'ScoringIntegrationPrivacy'],
  [integrationUsername, fieldPermissions[source]],
  ['rep@local.org', 'ScoringUser'],
  ['rep@local.org', 'ScoringUserCredential'],
];

/** A running org with the package deployed and its permission sets assigned. */
export type PreparedOrg = RunningOrg & { admin: Connection; integration: Connection };

/** @throws Error when the metadata cannot be deployed or the port is taken */
export async function prepareOrg({
  source,
  port = 0,
  folder,
}: {
  source: LeadSource;
  port?: number;
  folder?: string;
}): Promise<PreparedOrg> {
  const org = await startOrg({
    port,
    folder,
    metadata: [...packageFolders, ...fixtures(source)],
    ...featuresOf(source),
    log: (line) => console.error(line),
  });
  const prepared = withSessions(org);
  for (const [username, permissionSet] of assignments(source)) await assign(prepared.admin, username, permissionSet);
  return prepared;
}

/** Starts a prepared org again from a copy of its folder. */
export const reopenOrg = async (
  folder: string,
  source: LeadSource = 'generated-org',
  options: Pick<StartOptions, 'organizationNumber'> = {},
): Promise<PreparedOrg> =>
  withSessions(await startOrg({ folder, ...featuresOf(source), ...options, log: (line) => console.error(line) }));

export const withSessions = (org: RunningOrg): PreparedOrg => ({
  ...org,
  admin: new Connection({ instanceUrl: org.url, accessToken: org.adminToken, version: apiVersion }),
  // Only this user may read why records have their scores.
  integration: new Connection({
    instanceUrl: org.url,
    accessToken: org.tokenFor(integrationUsername),
    version: apiVersion,
  }),
});

export async function assign(admin: Connection, username: string, permissionSet: string): Promise<void> {
  const user = await admin.sobject('User').findOne({ Username: username }, ['Id']);
  const set = await admin.sobject('PermissionSet').findOne({ Name: permissionSet }, ['Id']);
  if (!user?.Id || !set?.Id) throw new Error(`The org has no user ${username} or no permission set ${permissionSet}.`);
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: user.Id, PermissionSetId: set.Id });
}

/**
 * Lets the integration user into the private records of an untidy org by the steps of the README: into the group that
 * sharing rules share them with. The rep becomes the manager of the sales users, who see only their own records.
 */
async function shareRecords(admin: Connection): Promise<Pick<Untidiness, 'queueId' | 'roleId'>> {
  const idOf = async (object: string, where: Record<string, string>): Promise<string> => {
    const found = await admin.sobject(object).findOne(where, ['Id']);
    if (!found?.Id) throw new Error(`The org has no ${object} ${JSON.stringify(where)}.`);
    return found.Id;
  };
  await assign(admin, integrationUsername, 'View_Setup');
  await admin.sobject('GroupMember').create({
    GroupId: await idOf('Group', { DeveloperName: 'Scoring_Integration', Type: 'Regular' }),
    UserOrGroupId: await idOf('User', { Username: integrationUsername }),
  });
  await admin.sobject('User').update({
    Id: await idOf('User', { Username: 'rep@local.org' }),
    UserRoleId: await idOf('UserRole', { DeveloperName: 'Sales_Management' }),
  });
  return {
    queueId: await idOf('Group', { DeveloperName: 'Inbound_Leads', Type: 'Queue' }),
    roleId: await idOf('UserRole', { DeveloperName: 'Sales' }),
  };
}

/** Activates the currencies of untidy rows and shares its records, and says what the rows of such an org refer to. */
export async function prepareUntidiness({ admin }: PreparedOrg): Promise<Untidiness> {
  for (const [IsoCode, ConversionRate] of Object.entries(currencyRates)) {
    const known = await admin.sobject('CurrencyType').findOne({ IsoCode }, ['Id']);
    if (!known)
      await admin.sobject('CurrencyType').create({ IsoCode, ConversionRate, IsActive: true, DecimalPlaces: 2 });
  }
  const types = await admin.query<{ Id: string }>("SELECT Id FROM RecordType WHERE SobjectType = 'Lead' ORDER BY Id");
  return { recordTypeIds: types.records.map(({ Id }) => Id), ...(await shareRecords(admin)) };
}

/** The package's object of website events, which the generator fills. */
export const websiteEvents = {
  ...{ object: 'Engagement_Event__c', lead: 'Lead__c', occurredAt: 'Occurred_At__c' },
  ...{ kind: 'Kind__c', page: 'Page__c' },
};

/** Fills the org with generated leads, their history and their website events. */
export async function fillOrg(
  { org, admin }: PreparedOrg,
  options: GeneratorOptions & { onProgress?: (done: number, total: number) => void; signal?: AbortSignal },
): Promise<void> {
  const profile = await admin.query<{ Id: string }>("SELECT Id FROM Profile WHERE Name = 'Standard User' LIMIT 1");
  await generateOrg(org, {
    events: websiteEvents,
    ...options,
    profileId: profile.records[0]?.Id,
    onProgress: ({ step, done, total }) => {
      if (step === 'leads') options.onProgress?.(done, total);
    },
  });
}

/** "An opportunity of the account, or with the contact, is won in 90 days", for `createGoal`. */
export const customerGoalFields = (object: 'Account' | 'Contact'): Record<string, unknown> => {
  const name = `${object} buys in 90 days`;
  return {
    ...{ Name: name, Unique_Name__c: name, Description__c: `Which ${object.toLowerCase()}s will buy next.` },
    ...{ Profile_Type__c: object === 'Account' ? 'Account' : 'Person', Object__c: object },
    Goal_Type__c: 'Opportunity updated',
    Condition_1__c: JSON.stringify({ field: 'StageName', operator: 'changes to', values: ['Closed Won'] }),
    Score_Field__c: `${object}.Predictive_Score__c`,
  };
};

/** Creates the goal "Lead converts in 90 days" with the fields that the wizard sets, and none of its settings. */
export async function createGoal(admin: Connection, fields: Record<string, unknown> = {}): Promise<string> {
  const name = 'Lead converts in 90 days';
  const created = await admin.sobject('Score_Goal__c').create({
    Name: name,
    Unique_Name__c: name,
    Description__c: 'Which open leads will become customers within the next 90 days.',
    Profile_Type__c: 'Person',
    Object__c: 'Lead',
    Goal_Type__c: 'Lead converted',
    Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
    Timeframe_Days__c: '90',
    Merge_Policy__c: 'Lead first',
    Score_Field__c: 'Lead.Predictive_Score__c',
    Active__c: true,
    ...fields,
  });
  if (!created.success) throw new Error(`The goal was not created: ${JSON.stringify(created.errors)}`);
  return created.id;
}
