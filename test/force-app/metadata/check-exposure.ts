import type { MetadataFile } from './check-elements.ts';
import { nodesAt, readXml, textsAt, withDescendants } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

/** A place of the platform that opens a component, with what it hands over. */
type Use = { path: string; bundle: string; target: string; object?: string; inputs: string[] };

const bundlesAt = (root: XmlNode, element: string): string[] =>
  textsAt(root, element).map((name) => name.replace(/^c:/, ''));

function usesIn(path: string, root: XmlNode): Use[] {
  const use = (bundle: string, target: string, more: Partial<Use> = {}): Use => ({
    path,
    bundle,
    target,
    inputs: [],
    ...more,
  });
  switch (root.name) {
    case 'CustomTab':
      return bundlesAt(root, 'lwcComponent').map((bundle) => use(bundle, 'lightning__Tab'));
    case 'QuickAction':
      return bundlesAt(root, 'lightningWebComponent').map((bundle) => use(bundle, 'lightning__RecordAction'));
    case 'FlexiPage': {
      const object = textsAt(root, 'sobjectType')[0] ?? '';
      return nodesAt(root, 'flexiPageRegions/itemInstances/componentInstance')
        .flatMap((instance) => bundlesAt(instance, 'componentName').map((bundle) => ({ bundle, instance })))
        .filter(({ bundle }) => !bundle.includes(':'))
        .map(({ bundle, instance }) =>
          use(bundle, 'lightning__RecordPage', {
            object,
            inputs: textsAt(instance, 'componentInstanceProperties/name'),
          }),
        );
    }
    case 'Flow':
      return nodesAt(root, 'screens/fields').flatMap((field) =>
        bundlesAt(field, 'extensionName').map((bundle) =>
          use(bundle, 'lightning__FlowScreen', { inputs: textsAt(field, 'inputParameters/name') }),
        ),
      );
    default:
      return [];
  }
}

/** What a component says that it is for: targets, and for each the objects and properties it takes. */
function problemOf({ bundle, target, object, inputs }: Use, meta: XmlNode): string | undefined {
  if (!textsAt(meta, 'isExposed').includes('true')) return `${bundle} is not exposed`;
  if (!textsAt(meta, 'targets/target').includes(target)) return `${bundle} is not for ${target}`;
  const configs = nodesAt(meta, 'targetConfigs/targetConfig').filter(({ attributes }) =>
    (attributes['targets'] ?? '').split(',').includes(target),
  );
  const parts = configs.flatMap(withDescendants);
  const objects = parts.filter(({ name }) => name === 'object').map(({ text }) => text);
  if (object !== undefined && objects.length > 0 && !objects.includes(object)) return `${bundle} is not for ${object}`;
  const properties = parts.filter(({ name }) => name === 'property').map(({ attributes }) => attributes['name']);
  const unknown = inputs.find((input) => !properties.includes(input));
  return unknown === undefined ? undefined : `${bundle} takes no ${unknown}`;
}

/** Where pages, tabs, actions and flows open a component that is not made for them, or hand over what it does not take. */
export function checkExposure(files: readonly MetadataFile[]): string[] {
  const metas = new Map(
    files.flatMap(({ path, text }) => {
      const [, bundle] = /\/lwc\/(\w+)\/\w+\.js-meta\.xml$/.exec(path) ?? [];
      return bundle === undefined ? [] : [[bundle, readXml(text)] as const];
    }),
  );
  return files
    .filter(({ path }) => /\.(flexipage|flow|quickAction|tab)-meta\.xml$/.test(path))
    .flatMap(({ path, text }) => usesIn(path, readXml(text)))
    .flatMap((use) => {
      const meta = metas.get(use.bundle);
      const problem = meta === undefined ? `there is no ${use.bundle}` : problemOf(use, meta);
      return problem === undefined ? [] : [`${use.path}: ${problem}`];
    });
}
