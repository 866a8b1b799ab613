import { flowReferences } from './flow-references.ts';
import type { Reference } from './reference.ts';
import { nodesAt, readXml, textsAt, withDescendants } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

/** Where a type of file names another component, as it stands there. */
const named: Record<string, [path: string, type: string][]> = {
  CustomApplication: [['tabs', 'CustomTab']],
  CustomTab: [
    ['lwcComponent', 'LightningComponentBundle'],
    ['flexiPage', 'FlexiPage'],
  ],
  Dashboard: [['dashboardGridLayout/dashboardGridComponents/dashboardComponent/report', 'Report']],
  FlexiPage: [['sobjectType', 'CustomObject']],
  NamedCredential: [['namedCredentialParameters/externalCredential', 'ExternalCredential']],
  PermissionSet: [
    ['applicationVisibilities/application', 'CustomApplication'],
    ['classAccesses/apexClass', 'ApexClass'],
    ['customPermissions/name', 'CustomPermission'],
    ['externalCredentialPrincipalAccesses/externalCredentialPrincipal', 'ExternalCredentialPrincipal'],
    ['fieldPermissions/field', 'CustomField'],
    ['flowAccesses/flow', 'Flow'],
    ['objectPermissions/object', 'CustomObject'],
    ['tabSettings/tab', 'CustomTab'],
  ],
  QuickAction: [['lightningWebComponent', 'LightningComponentBundle']],
  ReportType: [['baseObject', 'CustomObject']],
  Translations: [
    ['customApplications/name', 'CustomApplication'],
    ['customLabels/name', 'CustomLabel'],
    ['customTabs/name', 'CustomTab'],
  ],
};

const field = (object: string, name: string): Reference => ({ type: 'CustomField', name: `${object}.${name}` });

/** The object in whose folder a file is. */
const objectOf = (path: string): string => /\/objects\/(\w+)\//.exec(path)?.[1] ?? '';

/** The object whose names a file translates. */
const translatedObject = (path: string): string => /\/objectTranslations\/(\w+)-\w+\//.exec(path)?.[1] ?? '';

/** A column of a report: `Lead.Score__c` of a standard report type, `Lead$Score__c` of our own. */
const reportColumn = /^(\w+)[.$](\w+)$/;

/** A related list stands for the field that leads to the record, and shows fields beside it. */
function relatedListReferences(list: XmlNode): Reference[] {
  const [parent = ''] = textsAt(list, 'relatedList');
  const columns = textsAt(list, 'fields').filter((name) => name.endsWith('__c'));
  return [{ type: 'CustomField', name: parent }, ...columns.map((name) => field(parent.split('.')[0] ?? '', name))];
}

/** What needs more than a look at one element. */
const further: Record<string, (root: XmlNode, path: string) => Reference[]> = {
  CompactLayout: (root, path) => textsAt(root, 'fields').map((name) => field(objectOf(path), name)),
  CustomFieldTranslation: (root, path) => textsAt(root, 'name').map((name) => field(translatedObject(path), name)),
  CustomObjectTranslation: (root, path) => [
    ...textsAt(root, 'quickActions/name').map((name) => ({
      type: 'QuickAction',
      name: `${translatedObject(path)}.${name}`,
    })),
    ...textsAt(root, 'webLinks/name').map((name) => ({ type: 'WebLink', name: `${translatedObject(path)}.${name}` })),
  ],
  // Standard columns have names of their own that no describe tells; the local org takes only what it knows.
  ListView: (root, path) =>
    [...textsAt(root, 'columns'), ...textsAt(root, 'filters/field')]
      .filter((name) => name.endsWith('__c'))
      .map((name) => field(objectOf(path), name)),
  Layout: (root, path) => {
    const object = /\/layouts\/(\w+)-/.exec(path)?.[1] ?? '';
    const items = textsAt(root, 'layoutSections/layoutColumns/layoutItems/field').map((name) => field(object, name));
    return [...items, ...nodesAt(root, 'relatedLists').flatMap(relatedListReferences)];
  },
  FlexiPage: (root) => [
    ...withDescendants(root)
      .filter(({ name, text }) => name === 'componentName' && (!text.includes(':') || text.startsWith('c:')))
      .map(({ text }) => ({ type: 'LightningComponentBundle', name: text.replace(/^c:/, '') })),
    ...withDescendants(root)
      .filter(({ name, text }) => name === 'value' && /^[A-Z]\w*\.\w+$/.test(text))
      .map(({ text }) => ({ type: 'QuickAction', name: text })),
  ],
  Flow: flowReferences,
  PermissionSet: (root) =>
    textsAt(root, 'fieldPermissions/field').map((name) => ({ type: 'CustomObject', name: name.split('.')[0] ?? '' })),
  QuickAction: (_root, path) =>
    [...path.matchAll(/\/quickActions\/(\w+)\./g)].map(([, name = '']) => ({ type: 'CustomObject', name })),
  Report: (root) => [
    ...textsAt(root, 'reportType')
      .filter((name) => name.endsWith('__c'))
      .map((name) => ({ type: 'ReportType', name: name.replace(/__c$/, '') })),
    ...withDescendants(root).flatMap(({ text }) => {
      const [, object = '', name = ''] = reportColumn.exec(text) ?? [];
      return name === '' ? [] : [field(object, name)];
    }),
  ],
  ReportType: (root) =>
    nodesAt(root, 'sections/columns').flatMap((column) =>
      textsAt(column, 'field').map((name) => field(textsAt(column, 'table')[0] ?? '', name)),
    ),
  WebLink: (root) =>
    textsAt(root, 'url').flatMap((url) =>
      [...url.matchAll(/\/flow\/(\w+)/g)].map(([, name = '']) => ({ type: 'Flow', name })),
    ),
};

/** What any text may name: custom labels, custom permissions and credentials by global variables. */
const globals: [pattern: RegExp, type: string][] = [
  [/\$Label\.(?:c\.)?(\w+)/g, 'CustomLabel'],
  [/\$Permission\.(\w+)/g, 'CustomPermission'],
  [/\$Credential\.(\w+)\./g, 'ExternalCredential'],
];

/** Every component that a metadata file names. */
export function xmlReferences(path: string, text: string): Reference[] {
  const root = readXml(text);
  return [
    ...(named[root.name] ?? []).flatMap(([at, type]) => textsAt(root, at).map((name) => ({ type, name }))),
    ...(further[root.name]?.(root, `/${path}`) ?? []),
    ...globals.flatMap(([pattern, type]) => [...text.matchAll(pattern)].map(([, name = '']) => ({ type, name }))),
  ];
}
