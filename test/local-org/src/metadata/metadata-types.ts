/** A type of metadata as `describeMetadata` tells it: where its files are and what they are called. */
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
};

const type = (
  name: string,
  folder: string,
  suffix?: string,
  more: Pick<MetadataType, 'hasMetaFile' | 'inFolder'> = {},
): MetadataType => ({ name, folder, ...(suffix === undefined ? {} : { suffix }), ...more });

/** A part of an object: a component of its own, kept in the object's file. */
export type ObjectPart = { element: string; type: string };

export const objectParts: readonly ObjectPart[] = [
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

export const customObjectType = type('CustomObject', 'objects', 'object');

/** Every type the org takes; one that is not here is refused by name. */
export const metadataTypes: readonly MetadataType[] = [
  customObjectType,
  type('ApexClass', 'classes', 'cls', { hasMetaFile: true }),
  type('ApexTrigger', 'triggers', 'trigger', { hasMetaFile: true }),
  type('AuraDefinitionBundle', 'aura'),
  type('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite'),
  type('CustomApplication', 'applications', 'app'),
  type('CustomLabels', 'labels', 'labels'),
  type('CustomMetadata', 'customMetadata', 'md'),
  type('CustomNotificationType', 'notificationtypes', 'notiftype'),
  type('CustomObjectTranslation', 'objectTranslations', 'objectTranslation'),
  type('CustomPermission', 'customPermissions', 'customPermission'),
  type('CustomTab', 'tabs', 'tab'),
  type('Dashboard', 'dashboards', 'dashboard', { inFolder: true }),
  type('ExternalCredential', 'externalCredentials', 'externalCredential'),
  type('FlexiPage', 'flexipages', 'flexipage'),
  type('Flow', 'flows', 'flow'),
  type('GlobalValueSet', 'globalValueSets', 'globalValueSet'),
  type('Layout', 'layouts', 'layout'),
  type('LightningComponentBundle', 'lwc'),
  type('LightningMessageChannel', 'messageChannels', 'messageChannel'),
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

const byFolder = new Map(metadataTypes.map((one) => [one.folder, one]));
const byName = new Map(metadataTypes.map((one) => [one.name, one]));

export const typeOfFolder = (folder: string): MetadataType | undefined => byFolder.get(folder);
export const typeNamed = (name: string): MetadataType | undefined => byName.get(name);
export const partNamed = (name: string): ObjectPart | undefined => objectParts.find((part) => part.type === name);

/** Whether a type is deployed as a folder of files. */
export const isBundle = ({ suffix }: MetadataType): boolean => suffix === undefined;
