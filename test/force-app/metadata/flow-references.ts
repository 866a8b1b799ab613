import type { Reference } from './reference.ts';
import { nodesAt, textsAt, withDescendants } from './xml-node.ts';
import type { XmlNode } from './xml-node.ts';

const first = (node: XmlNode, path: string): string => textsAt(node, path)[0] ?? '';

/** The fields that an element of a flow reads or compares, on the object that it is about. */
function fieldsOf(node: XmlNode): Reference[] {
  const object = first(node, 'object');
  const fields = ['filters/field', 'inputAssignments/field', 'queriedFields', 'sortField'].flatMap((path) =>
    textsAt(node, path),
  );
  const recordField = textsAt(node, 'scheduledPaths/recordField');
  return object === ''
    ? []
    : [...fields, ...recordField].map((name) => ({ type: 'CustomField', name: `${object}.${name}` }));
}

/** Fields of the record that starts the flow, wherever they are named. */
const recordFields = (root: XmlNode): Reference[] => {
  const object = first(root, 'start/object');
  return withDescendants(root).flatMap(({ text }) =>
    [...text.matchAll(/\$Record\.(\w+)/g)].map(([, name = '']) => ({ type: 'CustomField', name: `${object}.${name}` })),
  );
};

/** The components that a flow names. */
export const flowReferences = (root: XmlNode): Reference[] => [
  ...nodesAt(root, 'actionCalls')
    .filter((call) => first(call, 'actionType') === 'apex')
    .map((call) => ({ type: 'ApexClass', name: first(call, 'actionName') })),
  ...textsAt(root, 'subflows/flowName').map((name) => ({ type: 'Flow', name })),
  ...withDescendants(root)
    .filter(({ name, text }) => name === 'extensionName' && text.startsWith('c:'))
    .map(({ text }) => ({ type: 'LightningComponentBundle', name: text.slice(2) })),
  ...[...nodesAt(root, 'start'), ...nodesAt(root, 'recordLookups')].flatMap((node) => [
    ...textsAt(node, 'object').map((name) => ({ type: 'CustomObject', name })),
    ...fieldsOf(node),
  ]),
  ...recordFields(root),
];

const references = new Set([
  'targetReference',
  'collectionReference',
  'assignToReference',
  'elementReference',
  'leftValueReference',
]);

/** What a flow calls by a name that nothing in it has; the platform refuses to activate such a flow. */
export function danglingInFlow(root: XmlNode): string[] {
  const names = new Set(root.children.flatMap((child) => textsAt(child, 'name')));
  return withDescendants(root)
    .filter(({ name, text }) => references.has(name) && !text.startsWith('$'))
    .map(({ text }) => text.split('.')[0] ?? '')
    .filter((name) => !names.has(name));
}

/** Elements of a flow that no path leads to. */
export function unreachedInFlow(root: XmlNode): string[] {
  const targets = new Set(
    withDescendants(root)
      .filter(({ name }) => name === 'targetReference')
      .map(({ text }) => text),
  );
  return root.children
    .filter((child) => textsAt(child, 'locationX').length > 0 && child.name !== 'start')
    .flatMap((child) => textsAt(child, 'name'))
    .filter((name) => !targets.has(name));
}
