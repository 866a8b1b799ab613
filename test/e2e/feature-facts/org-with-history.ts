import { adminUsername, integrationUsername, startOrg } from '../../local-org/src/index.ts';
import { westernZone } from './oracle/raw-facts.ts';
import type { LeadConversion, RecordInput, RunningOrg } from '../../local-org/src/index.ts';

/** An org whose clock stands still between saves, so that every time in it is that of the story. */
export type OrgWithHistory = {
  running: RunningOrg;
  /** Moves the clock; everything that is saved afterwards happens at this time. */
  setTime(ms: number): void;
  insert(object: string, record: RecordInput): string;
  update(object: string, id: string, changes: RecordInput): void;
  convert(conversion: Omit<LeadConversion, 'convertedStatus'>): { contactId: string; accountId: string };
};

type Field = { name: string; type: string; tracked: boolean };

/** Fields of the org's own, of every kind that can be an input, with and without history. */
const customFields: Record<string, Field[]> = {
  Lead: [
    { name: 'Budget__c', type: 'Currency', tracked: true },
    { name: 'Wants_Trial__c', type: 'Checkbox', tracked: true },
    { name: 'Trial_Ends__c', type: 'Date', tracked: true },
    { name: 'Region__c', type: 'Text', tracked: false },
    { name: 'Second_Mail__c', type: 'Email', tracked: true },
    { name: 'First_Campaign__c', type: 'Lookup', tracked: true },
  ],
  Contact: [
    { name: 'Segment__c', type: 'Text', tracked: true },
    { name: 'Newsletter__c', type: 'Checkbox', tracked: true },
  ],
  Account: [
    { name: 'Need__c', type: 'Text', tracked: true },
    { name: 'Tier__c', type: 'Text', tracked: true },
    { name: 'Sites__c', type: 'Number', tracked: false },
    { name: 'Renewal__c', type: 'Date', tracked: true },
  ],
};

/** Fields that the package's permission sets do not grant. */
const generatedFields = [
  ...['Product_Interest__c', 'Landing_Page__c', 'Website_Visits__c', 'Contract_Type__c'].map((name) => `Lead.${name}`),
  'Account.Rating',
];

/** Standard fields whose history the fixture of the generated org leaves off. */
const trackedFields: Record<string, string[]> = {
  Lead: ['Phone', 'MobilePhone', 'Website', 'Company', 'NumberOfEmployees'],
  Contact: ['Phone', 'Department'],
  Account: ['Website', 'Name', 'Rating', 'Ownership'],
  Opportunity: ['AccountId'],
};
const trackedAddresses: Record<string, string[]> = { Lead: ['Email'], Contact: ['Email'] };

const details: Record<string, string> = {
  Currency: '<precision>18</precision><scale>2</scale>',
  Number: '<precision>18</precision><scale>0</scale>',
  Lookup: '<referenceTo>Campaign</referenceTo><relationshipName>Leads_first_seen</relationshipName>',
  Text: '<length>80</length>',
  Checkbox: '<defaultValue>false</defaultValue>',
};

const customField = ({ name, type, tracked }: Field): string =>
  `<fields><fullName>${name}</fullName><label>${name.slice(0, -3).replaceAll('_', ' ')}</label>` +
  `<type>${type}</type>${details[type] ?? ''}<trackHistory>${tracked}</trackHistory></fields>`;
const trackedField = (name: string): string =>
  `<fields><fullName>${name}</fullName><trackHistory>true</trackHistory></fields>`;

const xml = (type: string, body: string): Buffer =>
  Buffer.from(`<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${type}>`);

function metadataOf({ tracksAddresses }: { tracksAddresses: boolean }): { path: string; content: Buffer }[] {
  const objects = ['Lead', 'Contact', 'Account', 'Opportunity'].map((object) => {
    const addresses = tracksAddresses ? (trackedAddresses[object] ?? []) : [];
    const fields = [
      ...(customFields[object] ?? []).map(customField),
      ...[...(trackedFields[object] ?? []), ...addresses].map(trackedField),
    ];
    return { path: `objects/${object}.object`, content: xml('CustomObject', fields.join('')) };
  });
  const own = Object.entries(customFields).flatMap(([object, fields]) => fields.map(({ name }) => `${object}.${name}`));
  const grants = [...own, ...generatedFields].map(
    (field) =>
      `<fieldPermissions><editable>true</editable><field>${field}</field><readable>true</readable></fieldPermissions>`,
  );
  const set = `${grants.join('')}<label>Fields of the story</label>`;
  return [...objects, { path: 'permissionsets/Story_Fields.permissionset', content: xml('PermissionSet', set) }];
}

/** Starts an org with the package, Shared Activities and the fields above. */
export async function startOrgWithHistory(options: { tracksAddresses: boolean }): Promise<OrgWithHistory> {
  const running = await startOrg({
    metadata: ['force-app/main/default', 'force-app/privacy', 'test/fixtures/generated-org/main/default'],
    features: ['SharedActivities'],
  });
  const { org } = running;
  const admin = org.userId(adminUsername) ?? '';
  const deployed = org.deploy(admin, metadataOf(options));
  if (!deployed.success) throw new Error(JSON.stringify(deployed.messages.filter(({ success }) => !success)));
  for (const user of [admin, org.userId(integrationUsername) ?? '']) {
    for (const set of ['Generated_Org_Fields', 'Story_Fields']) org.assignPermissionSet(user, set);
  }
  org.assignPermissionSet(admin, 'ScoringAdmin');
  for (const set of ['ScoringIntegration', 'ScoringIntegrationPrivacy'])
    org.assignPermissionSet(org.userId(integrationUsername) ?? '', set);
  org.write(admin, 'update', 'User', { Id: org.userId('rep@local.org') ?? '', TimeZoneSidKey: westernZone });
  let time = Date.now();
  Object.assign(org.clock, { now: () => new Date(time) });
  const written = (what: string, result: ReturnType<typeof org.write>): string => {
    if (result.success) return result.id;
    throw new Error(`${what} at ${new Date(time).toISOString()}: ${JSON.stringify(result.errors)}`);
  };
  return {
    running,
    setTime: (ms) => {
      time = ms;
    },
    insert: (object, record) => written(`insert ${object}`, org.write(admin, 'insert', object, record)),
    update: (object, id, changes) => {
      written(`update ${object}`, org.write(admin, 'update', object, { Id: id, ...changes }));
    },
    convert: (conversion) => {
      const { success, errors, contactId, accountId } = org.convertLead(admin, {
        ...conversion,
        convertedStatus: 'Closed - Converted',
      });
      if (!success || contactId === undefined || accountId === undefined) throw new Error(JSON.stringify(errors));
      return { contactId, accountId };
    },
  };
}
