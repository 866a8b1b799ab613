import { profiles } from './access/user-access.ts';
import type { Engine } from './engine.ts';
import { OrgError } from './org-error.ts';
import type { SchemaObject } from './schema/schema.ts';
import { currencyCodes } from './schema/org-features.ts';
import { forecastCategoryNames, leadStatuses, opportunityStages } from './schema/standard/picklist-values.ts';
import { systemPermissions } from './schema/standard/user.ts';
import type { SqlRow } from './storage/database.ts';
import { insertRow, knownColumns, systemColumns } from './storage/rows.ts';

type Seed = { engine: Engine; now: string; authorId: string };

const flag = (value: boolean): number => (value ? 1 : 0);

function objectNamed({ engine }: Seed, name: string): SchemaObject {
  const object = engine.metadata.schema.object(name);
  if (object === undefined) throw new OrgError('UNKNOWN_EXCEPTION', `no object named ${name}`, { status: 500 });
  return object;
}

function add(seed: Seed, name: string, row: SqlRow): string {
  const object = objectNamed(seed, name);
  const id = String(row.Id ?? seed.engine.ids.nextId(object));
  insertRow(seed.engine.database, object, {
    ...row,
    Id: id,
    ...knownColumns(object, systemColumns(seed.now, seed.authorId)),
  });
  return id;
}

/** Fills a new org with its own record, profiles, four users and the values of its standard picklists. */
export function seedOrg(engine: Engine, namespacePrefix: string | undefined): void {
  const now = engine.clock.now().toISOString();
  const user = engine.metadata.schema.object('User');
  if (user === undefined) return;
  const authorId = engine.ids.nextId(user);
  const seed = { engine, now, authorId };
  engine.database.transaction(() => {
    addOrganization(seed, namespacePrefix);
    addUsers(seed);
    addLists(seed);
    if (engine.features.has('MultiCurrency')) addCurrency(seed);
  });
}

function addOrganization(seed: Seed, namespacePrefix: string | undefined): void {
  add(seed, 'Organization', {
    Id: seed.engine.organizationId,
    Name: 'Local Org',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'GMT',
    LanguageLocaleKey: 'en_US',
    FiscalYearStartMonth: 1,
    OrganizationType: 'Developer Edition',
    NamespacePrefix: namespacePrefix ?? null,
    InstanceName: 'LOCAL',
    IsSandbox: 0,
    IsReadOnly: 0,
  });
}

/** Objects that the standard profiles give rights to, among others. */
const salesObjects = ['Account', 'Contact', 'Lead', 'Opportunity'];

function addLicense(seed: Seed, name: string, key: string): string {
  return add(seed, 'UserLicense', {
    ...{ Name: name, LicenseDefinitionKey: key, MasterLabel: name, Status: 'Active' },
    ...{ TotalLicenses: 100, UsedLicenses: 0 },
  });
}

/** The permission set that a profile owns. It says what the profile grants; nobody is assigned to it. */
function addOwnedSet(seed: Seed, profileId: string, rights: 'all' | 'read'): void {
  const isAll = flag(rights === 'all');
  const parent = add(seed, 'PermissionSet', {
    ...{ Name: `X${profileId}`, Label: `X${profileId}`, ProfileId: profileId },
    ...{ IsOwnedByProfile: 1, IsCustom: 0, Type: 'Profile' },
  });
  for (const object of salesObjects) {
    add(seed, 'ObjectPermissions', {
      ...{ ParentId: parent, SobjectType: object, PermissionsRead: 1 },
      ...{ PermissionsCreate: isAll, PermissionsEdit: isAll, PermissionsDelete: isAll },
    });
  }
}

function addUsers(seed: Seed): void {
  const salesforce = addLicense(seed, 'Salesforce', 'SFDC');
  const integrating = addLicense(seed, 'Salesforce Integration', 'SFDC_INTEGRATION');
  const profile = (name: string, granted: string[], license = salesforce): string =>
    add(seed, 'Profile', {
      Name: name,
      UserType: 'Standard',
      UserLicenseId: license,
      ...Object.fromEntries(
        systemPermissions.map((permission) => [`Permissions${permission}`, flag(granted.includes(permission))]),
      ),
    });
  const administrator = profile(profiles.administrator, systemPermissions);
  const standard = profile(profiles.standard, ['ApiEnabled', 'ConvertLeads']);
  const integration = profile(profiles.integration, ['ApiEnabled'], integrating);
  addUser(seed, {
    id: seed.authorId,
    username: 'admin@local.org',
    name: ['Ada', 'Admin'],
    profileId: administrator,
    timeZone: 'GMT',
  });
  addUser(seed, {
    username: 'integration@local.org',
    name: ['Ines', 'Integration'],
    profileId: integration,
    timeZone: 'GMT',
  });
  const readOnly = profile(profiles.readOnly, ['ApiEnabled']);
  addUser(seed, {
    username: 'reader@local.org',
    name: ['Rex', 'Reader'],
    profileId: readOnly,
    timeZone: 'GMT',
  });
  addUser(seed, { username: 'rep@local.org', name: ['Rita', 'Rep'], profileId: standard, timeZone: 'Europe/Vienna' });
  // Last, so that the ids of the others are those of earlier versions.
  profile(profiles.minimum, []);
  for (const one of [administrator, standard]) addOwnedSet(seed, one, 'all');
  addOwnedSet(seed, readOnly, 'read');
}

function addUser(
  seed: Seed,
  user: { id?: string; username: string; name: [string, string]; profileId: string; timeZone: string },
): void {
  const [firstName, lastName] = user.name;
  const alias = user.username.split('@')[0]?.slice(0, 8) ?? '';
  add(seed, 'User', {
    ...(user.id === undefined ? {} : { Id: user.id }),
    Username: user.username,
    FirstName: firstName,
    LastName: lastName,
    Name: `${firstName} ${lastName}`,
    Email: user.username.replace('@local.org', '@example.com'),
    Alias: alias,
    CommunityNickname: alias,
    IsActive: 1,
    ProfileId: user.profileId,
    UserType: 'Standard',
    TimeZoneSidKey: user.timeZone,
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
  });
}

const addCurrency = (seed: Seed): string =>
  add(seed, 'CurrencyType', {
    IsoCode: currencyCodes[0] ?? '',
    ConversionRate: 1,
    DecimalPlaces: 2,
    IsActive: 1,
    IsCorporate: 1,
  });

function addLists(seed: Seed): void {
  for (const [index, { value, isDefault, isConverted }] of leadStatuses.entries()) {
    const entry = { MasterLabel: value, ApiName: value, SortOrder: index + 1 };
    add(seed, 'LeadStatus', { ...entry, IsDefault: flag(isDefault), IsConverted: flag(isConverted) });
  }
  for (const [index, stage] of opportunityStages.entries()) {
    add(seed, 'OpportunityStage', {
      MasterLabel: stage.value,
      ApiName: stage.value,
      SortOrder: index + 1,
      IsActive: 1,
      IsClosed: flag(stage.isClosed),
      IsWon: flag(stage.isWon),
      ForecastCategory: stage.forecastCategory,
      ForecastCategoryName: forecastCategoryNames[stage.forecastCategory],
      DefaultProbability: stage.probability,
    });
  }
  const caseStatuses = objectNamed(seed, 'Case').fieldByName.get('status')?.picklistValues ?? [];
  for (const [index, { value, defaultValue }] of caseStatuses.entries()) {
    const entry = { MasterLabel: value, ApiName: value, SortOrder: index + 1, IsDefault: flag(defaultValue) };
    add(seed, 'CaseStatus', { ...entry, IsClosed: flag(value === 'Closed') });
  }
  const taskStatuses = objectNamed(seed, 'Task').fieldByName.get('status')?.picklistValues ?? [];
  for (const [index, { value, defaultValue }] of taskStatuses.entries()) {
    const entry = { MasterLabel: value, ApiName: value, SortOrder: index + 1 };
    add(seed, 'TaskStatus', { ...entry, IsDefault: flag(defaultValue), IsClosed: flag(value === 'Completed') });
  }
}
