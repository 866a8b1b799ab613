import { standardObjects } from '../../local-org/src/schema/standard-objects.ts';
import type { MetadataFile } from './check-elements.ts';
import { readXml, textsAt } from './xml-node.ts';

/** What can be named: everything in the package, and what the platform brings. */
export type Inventory = {
  has: (type: string, name: string) => boolean;
  /** The names of the package's own components of a type. */
  own: (type: string) => string[];
  /** Every component of the package, as `Type:Name`. */
  all: () => string[];
};

/** The last part of a path that says what is in a file, and the names of the components in it. */
const kinds: [type: string, path: RegExp, named?: (match: RegExpExecArray, text: string) => string[]][] = [
  ['ApexClass', /\/classes\/(\w+)\.cls$/],
  ['ApexTrigger', /\/triggers\/(\w+)\.trigger$/],
  ['CompactLayout', /\/objects\/(\w+)\/compactLayouts\/(\w+)\./],
  ['CustomApplication', /\/applications\/(\w+)\./],
  ['CustomField', /\/objects\/(\w+)\/fields\/(\w+)\./],
  ['CustomLabel', /\/labels\/\w+\./, (_match, text) => textsAt(readXml(text), 'labels/fullName')],
  ['CustomLabels', /\/labels\/(\w+)\./],
  ['CustomNotificationType', /\/notificationtypes\/(\w+)\./],
  ['CustomObject', /\/objects\/(\w+)\/\w+\.object-meta/],
  ['CustomObjectTranslation', /\/objectTranslations\/([\w-]+)\/[\w-]+\.objectTranslation/],
  ['CustomPermission', /\/customPermissions\/(\w+)\./],
  ['CustomTab', /\/tabs\/(\w+)\./],
  ['Dashboard', /\/dashboards\/(\w+)\/(\w+)\./],
  ['ExternalCredential', /\/externalCredentials\/(\w+)\./],
  ['ExternalCredentialPrincipal', /\/externalCredentials\/(\w+)\./, principalsOf],
  ['FlexiPage', /\/flexipages\/(\w+)\./],
  ['Flow', /\/flows\/(\w+)\./],
  ['Layout', /\/layouts\/([^/]+)\.layout/],
  ['LightningComponentBundle', /\/lwc\/(\w+)\/\1\.js-meta/],
  ['ListView', /\/objects\/(\w+)\/listViews\/(\w+)\./],
  ['NamedCredential', /\/namedCredentials\/(\w+)\./],
  ['PermissionSet', /\/permissionsets\/(\w+)\./],
  ['QuickAction', /\/quickActions\/([\w.]+)\.quickAction/],
  ['Report', /\/reports\/(\w+)\/(\w+)\./],
  ['ReportType', /\/reportTypes\/(\w+)\./],
  ['Translations', /\/translations\/(\w+)\./],
  ['ValidationRule', /\/objects\/(\w+)\/validationRules\/(\w+)\./],
  ['WebLink', /\/objects\/(\w+)\/webLinks\/(\w+)\./],
];

function principalsOf([, credential]: RegExpExecArray, text: string): string[] {
  const parameters = readXml(text).children.filter(({ name }) => name === 'externalCredentialParameters');
  return parameters
    .filter((parameter) => textsAt(parameter, 'parameterType').includes('NamedPrincipal'))
    .flatMap((parameter) => textsAt(parameter, 'parameterName'))
    .map((principal) => `${credential ?? ''}-${principal}`);
}

/** Joined as the platform joins names: fields and the like by a dot, reports to their folder by a slash. */
function nameIn(type: string, [, ...parts]: RegExpExecArray): string {
  return parts.join(type === 'Report' || type === 'Dashboard' ? '/' : '.');
}

const platformNames = new Set([
  'CustomObject:CustomNotificationType',
  'CustomField:CustomNotificationType.Id',
  'CustomField:CustomNotificationType.DeveloperName',
  ...standardObjects.flatMap(({ name, fields }) => [
    `CustomObject:${name}`,
    ...fields.map((field) => `CustomField:${name}.${field.name}`),
  ]),
]);

/** Every custom object has these. */
const commonFields = new Set([
  'Id',
  'Name',
  'OwnerId',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
]);

/** Lists the components in the files of a package. */
export function takeInventory(files: readonly MetadataFile[]): Inventory {
  const names = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const [type, pattern, named] of kinds) {
      const match = pattern.exec(`/${path}`);
      if (match === null) continue;
      const found = named === undefined ? [nameIn(type, match)] : named(match, text);
      names.set(type, new Set([...(names.get(type) ?? []), ...found]));
    }
  }
  const isCommon = (name: string): boolean => {
    const [object = '', field = ''] = name.split('.');
    return commonFields.has(field) && names.get('CustomObject')?.has(object) === true;
  };
  return {
    has: (type, name) =>
      names.get(type)?.has(name) === true ||
      platformNames.has(`${type}:${name}`) ||
      (type === 'CustomField' && isCommon(name)),
    own: (type) => [...(names.get(type) ?? [])],
    all: () => [...names].flatMap(([type, own]) => [...own].map((name) => `${type}:${name}`)),
  };
}
