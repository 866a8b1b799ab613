import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { projectFolder } from '../build/folders.ts';

const root = join(projectFolder, 'force-app/main/default');
type Element = { [name: string]: Element | Element[] | string | undefined };

const parser = new XMLParser({ parseTagValue: false, htmlEntities: true });
const readXml = (path: string): Element => parser.parse(readFileSync(join(root, path), 'utf8')) as Element;

const filesOf = (folder: string, ending: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];

const child = (element: Element | Element[] | string | undefined, name: string): Element | string | undefined => {
  const one = Array.isArray(element) ? element[0] : element;
  const found = typeof one === 'object' ? one[name] : undefined;
  return Array.isArray(found) ? found[0] : found;
};
const text = (element: Element, ...path: string[]): string => {
  const found = path.reduce<Element | string | undefined>((at, name) => child(at, name), element);
  return typeof found === 'string' ? found : '';
};

/** Tabs of the package that show a component, in the order of the app. */
export function readTabs(): { name: string; label: string; component: string }[] {
  const tabs = filesOf('tabs', '.tab-meta.xml').map((file) => {
    const xml = readXml(`tabs/${file}`);
    const name = file.replace(/\.tab-meta\.xml$/, '');
    return { name, label: text(xml, 'CustomTab', 'label'), component: text(xml, 'CustomTab', 'lwcComponent') };
  });
  const order = filesOf('applications', '.app-meta.xml').flatMap((file) => {
    const listed = (readXml(`applications/${file}`)['CustomApplication'] as Element)['tabs'];
    return [listed].flat().filter((tab) => typeof tab === 'string');
  });
  return tabs
    .filter(({ component }) => component !== '')
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

/** Quick actions of an object that open a component: API name to bundle. */
export function readActions(objectApiName: string): Record<string, string> {
  return Object.fromEntries(
    filesOf('quickActions', '.quickAction-meta.xml')
      .filter((file) => file.startsWith(`${objectApiName}.`))
      .map((file) => [
        file.replace(/\.quickAction-meta\.xml$/, ''),
        text(readXml(`quickActions/${file}`), 'QuickAction', 'lightningWebComponent'),
      ])
      .filter(([, component]) => component !== ''),
  );
}

/** Our components on the record page that the package brings for an object. */
export function readPageComponents(objectApiName: string): string[] {
  return filesOf('flexipages', '.flexipage-meta.xml')
    .map((file) => readFileSync(join(root, 'flexipages', file), 'utf8'))
    .filter((page) => page.includes(`<sobjectType>${objectApiName}</sobjectType>`))
    .flatMap((page) => [...page.matchAll(/<componentName>(?:c:)?(\w+)<\/componentName>/g)].map(([, name = '']) => name))
    .filter((name) => existsSync(join(root, 'lwc', name)));
}

/** Buttons of an object's list views that need selected rows. */
export function readListButtons(objectApiName: string): { label: string; url: string }[] {
  return filesOf(`objects/${objectApiName}/webLinks`, '.webLink-meta.xml')
    .map((file) => readXml(`objects/${objectApiName}/webLinks/${file}`))
    .filter((xml) => text(xml, 'WebLink', 'displayType') === 'massActionButton')
    .map((xml) => ({ label: text(xml, 'WebLink', 'masterLabel'), url: text(xml, 'WebLink', 'url') }));
}

/** A flow's title and the component on its screen. */
export function readFlow(flow: string): { title: string; component: string } {
  const xml = readFileSync(join(root, 'flows', `${flow}.flow-meta.xml`), 'utf8');
  const component = /<extensionName>(?:c:)?(\w+)<\/extensionName>/.exec(xml)?.[1];
  const title = /^ {4}<label>(.*)<\/label>$/m.exec(xml)?.[1];
  if (component === undefined || title === undefined) throw new Error(`The flow ${flow} shows no component.`);
  return { title, component };
}

/** The flows of the package, active where their files say so, sorted by label. */
export function readFlows(): { name: string; label: string; isActive: boolean }[] {
  const flows = filesOf('flows', '.flow-meta.xml').map((file) => {
    const xml = readXml(`flows/${file}`);
    const isActive = text(xml, 'Flow', 'status') === 'Active';
    return { name: file.replace(/\.flow-meta\.xml$/, ''), label: text(xml, 'Flow', 'label'), isActive };
  });
  return flows.sort((one, other) => one.label.localeCompare(other.label));
}
