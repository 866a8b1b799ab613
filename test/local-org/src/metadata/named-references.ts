import { MetadataProblem } from './component.ts';
import { childText, children } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Whether the org has a component, deployed before or in the same package. */
export type HasComponent = (type: string, fullName: string) => boolean;

type Reference = {
  list: string;
  element: string;
  type: string;
  /** Names that exist on every org. */
  isStandard?: (name: string) => boolean;
  /** The component that a name stands for; by default the name itself. */
  componentOf?: (name: string) => string;
};

const isStandardName = (name: string): boolean => name.startsWith('standard');

/** References of permission sets and profiles besides objects, fields and custom permissions. */
const grantReferences: readonly Reference[] = [
  { list: 'classAccesses', element: 'apexClass', type: 'ApexClass' },
  { list: 'tabSettings', element: 'tab', type: 'CustomTab', isStandard: isStandardName },
  { list: 'tabVisibilities', element: 'tab', type: 'CustomTab', isStandard: isStandardName },
  { list: 'applicationVisibilities', element: 'application', type: 'CustomApplication', isStandard: isStandardName },
  { list: 'flowAccesses', element: 'flow', type: 'Flow' },
  { list: 'recordTypeVisibilities', element: 'recordType', type: 'RecordType' },
  { list: 'customMetadataTypeAccesses', element: 'name', type: 'CustomObject' },
  { list: 'customSettingAccesses', element: 'name', type: 'CustomObject' },
  {
    list: 'externalCredentialPrincipalAccesses',
    element: 'externalCredentialPrincipal',
    type: 'ExternalCredential',
    // A credential and its principal: `Billing_System-Named_Principal`.
    componentOf: (name) => name.slice(0, name.lastIndexOf('-')),
  },
];

/** Refuses rights to missing components, in the platform's words. Throws `MetadataProblem`. */
export function checkGrantReferences(body: XmlElement, hasComponent: HasComponent): void {
  for (const { list, element, type, isStandard, componentOf } of grantReferences) {
    for (const entry of children(body, list)) {
      const name = childText(entry, element) ?? '';
      if (isStandard?.(name) === true || hasComponent(type, componentOf?.(name) ?? name)) continue;
      throw new MetadataProblem(`In field: ${element} - no ${type} named ${name} found`, { element: list });
    }
  }
}

/** References of other types: a quick action to its object, a tab to its page, an application to its tabs. */
export function checkComponentReferences(
  { type, fullName, body }: { type: string; fullName: string; body: XmlElement },
  { hasComponent, hasObject }: { hasComponent: HasComponent; hasObject: (name: string) => boolean },
): void {
  const require = (element: string, componentType: string, name: string | undefined): void => {
    if (name === undefined || hasComponent(componentType, name)) return;
    throw new MetadataProblem(`In field: ${element} - no ${componentType} named ${name} found`, { element });
  };
  const requireObject = (element: string, name: string | undefined): void => {
    if (name === undefined || name === '' || hasObject(name)) return;
    throw new MetadataProblem(`In field: ${element} - no CustomObject named ${name} found`, { element });
  };
  if (type === 'QuickAction') {
    requireObject('targetObject', childText(body, 'targetObject'));
    require('lightningWebComponent', 'LightningComponentBundle', childText(body, 'lightningWebComponent'));
    const object = fullName.split('.')[0] ?? '';
    if (fullName.includes('.')) requireObject('fullName', object);
  }
  if (type === 'CustomTab') {
    require('flexiPage', 'FlexiPage', childText(body, 'flexiPage'));
    require('lwcComponent', 'LightningComponentBundle', childText(body, 'lwcComponent'));
    if (childText(body, 'customObject') === 'true') requireObject('fullName', fullName);
  }
  if (type === 'FlexiPage') requireObject('sobjectType', childText(body, 'sobjectType'));
  if (type === 'Layout') requireObject('fullName', fullName.split('-')[0]);
  if (type === 'CustomApplication') {
    const tabs = [body['tabs'] ?? []].flat().filter((tab) => typeof tab === 'string');
    for (const tab of tabs) if (!tab.startsWith('standard')) require('tabs', 'CustomTab', tab);
  }
}
