/** A type of metadata as `describeMetadata` lists it: its folder and file names. */
export type MetadataType = {
  name: string;
  /** The folder in a package. */
  folder: string;
  /** How its files end; undefined for bundles, which are folders. */
  suffix?: string;
  /** Its content has a companion `-meta.xml`. */
  hasMetaFile?: boolean;
  /** Its files are in folders of their own. */
  inFolder?: boolean;
  /** Components of their own that are kept in its file. */
  parts?: readonly MetadataPart[];
};

const type = (
  name: string,
  folder: string,
  suffix?: string,
  more: Pick<MetadataType, 'hasMetaFile' | 'inFolder' | 'parts'> = {},
): MetadataType => ({ name, folder, ...(suffix === undefined ? {} : { suffix }), ...more });

/** A component of its own that is kept in the file of another, as an element of this name. */
export type MetadataPart = { element: string; type: string };

export const objectParts: readonly MetadataPart[] = [
  { element: 'fields', type: 'CustomField' },
  { element: 'validationRules', type: 'ValidationRule' },
  { element: 'listViews', type: 'ListView' },
  { element: 'recordTypes', type: 'RecordType' },
  { element: 'fieldSets', type: 'FieldSet' },
  { element: 'compactLayouts', type: 'CompactLayout' },
  { element: 'webLinks', type: 'WebLink' },
  { element: 'businessProcesses', type: 'BusinessProcess' },
  { element: 'indexes', type: 'Index' },
];

const customObject = type('CustomObject', 'objects', 'object', { parts: objectParts });
const customLabels = type('CustomLabels', 'labels', 'labels', {
  parts: [{ element: 'labels', type: 'CustomLabel' }],
});

/** Every type that the org accepts; the error for any other type names it. */
export const metadataTypes: readonly MetadataType[] = [
  customObject,
  type('ApexClass', 'classes', 'cls', { hasMetaFile: true }),
  type('ApexTrigger', 'triggers', 'trigger', { hasMetaFile: true }),
  type('AssignmentRules', 'assignmentRules', 'assignmentRules'),
  type('AuraDefinitionBundle', 'aura'),
  type('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite'),
  type('CustomApplication', 'applications', 'app'),
  customLabels,
  type('CustomMetadata', 'customMetadata', 'md'),
  type('CustomNotificationType', 'notificationtypes', 'notiftype'),
  type('CustomObjectTranslation', 'objectTranslations', 'objectTranslation'),
  type('CustomPermission', 'customPermissions', 'customPermission'),
  type('CustomTab', 'tabs', 'tab'),
  type('Dashboard', 'dashboards', 'dashboard', { inFolder: true }),
  type('DuplicateRule', 'duplicateRules', 'duplicateRule'),
  type('ExternalCredential', 'externalCredentials', 'externalCredential'),
  type('FlexiPage', 'flexipages', 'flexipage'),
  type('Flow', 'flows', 'flow'),
  type('GlobalValueSet', 'globalValueSets', 'globalValueSet'),
  type('Layout', 'layouts', 'layout'),
  type('LightningComponentBundle', 'lwc'),
  type('LightningMessageChannel', 'messageChannels', 'messageChannel'),
  type('MatchingRules', 'matchingRules', 'matchingRule'),
  type('NamedCredential', 'namedCredentials', 'namedCredential'),
  type('PermissionSet', 'permissionsets', 'permissionset'),
  type('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup'),
  type('PlatformEventChannel', 'platformEventChannels', 'platformEventChannel'),
  type('PlatformEventChannelMember', 'platformEventChannelMembers', 'platformEventChannelMember'),
  type('Profile', 'profiles', 'profile'),
  type('QuickAction', 'quickActions', 'quickAction'),
  type('RemoteSiteSetting', 'remoteSiteSettings', 'remoteSite'),
  type('Report', 'reports', 'report', { inFolder: true }),
  type('ReportType', 'reportTypes', 'reportType'),
  type('Settings', 'settings', 'settings'),
  type('StaticResource', 'staticresources', 'resource', { hasMetaFile: true }),
  type('Translations', 'translations', 'translation'),
];

/** The folders of types that live in them: components too, in `reports/Name-meta.xml`, though no type lists them. */
const folderTypes = metadataTypes
  .filter(({ inFolder }) => inFolder === true)
  .map(({ name, folder, suffix }) => type(`${name}Folder`, folder, `${suffix ?? ''}Folder`));

const byFolder = new Map(metadataTypes.map((one) => [one.folder, one]));
const byName = new Map([...metadataTypes, ...folderTypes].map((one) => [one.name, one]));
const byPart = new Map(
  [customObject, customLabels].flatMap((owner) => (owner.parts ?? []).map((part) => [part.type, { owner, part }])),
);

export const typeOfFolder = (folder: string): MetadataType | undefined => byFolder.get(folder);
export const typeNamed = (name: string): MetadataType | undefined => byName.get(name);
export const partNamed = (name: string): MetadataPart | undefined => byPart.get(name)?.part;
export const isKnownType = (name: string): boolean => byName.has(name) || byPart.has(name);
export const isFolderType = (type: MetadataType): boolean => folderTypes.includes(type);

/** The component in whose file another is kept: `CustomObject` Lead for a field of leads. */
export function ownerOf({ type: name, fullName }: Named): Named | undefined {
  const owner = byPart.get(name)?.owner;
  if (owner === undefined) return undefined;
  // All labels of an org are in one file.
  return { type: owner.name, fullName: owner === customLabels ? owner.name : (fullName.split('.')[0] ?? '') };
}

/** The other name of a folder of reports: `Report` Sales for `ReportFolder` Sales. */
export function folderNamed({ type: name, fullName }: Named): Named | undefined {
  return byName.get(name)?.inFolder === true ? { type: `${name}Folder`, fullName } : undefined;
}

type Named = { type: string; fullName: string };

/** Whether a type is deployed as a folder of files. */
export const isBundle = ({ suffix }: MetadataType): boolean => suffix === undefined;
