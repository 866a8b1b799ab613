import type { MetadataFile } from './check-elements.ts';
import { codeReferences, hasCustomName } from './code-references.ts';
import { danglingInFlow, unreachedInFlow } from './flow-references.ts';
import { takeInventory } from './inventory.ts';
import { readXml } from './xml-node.ts';
import { xmlReferences } from './xml-references.ts';

/** Every name in a package that leads to nothing. */
export function checkReferences(files: readonly MetadataFile[]): string[] {
  const inventory = takeInventory(files);
  const has = (type: string, name: string): boolean =>
    type === 'custom name' ? hasCustomName(inventory, name) : isStandard(type, name) || inventory.has(type, name);
  return files.flatMap(({ path, text }) => {
    const isXml = path.endsWith('-meta.xml');
    const references = isXml ? xmlReferences(path, text) : codeReferences(path, text);
    const missing = references.filter(({ type, name }) => !has(type, name));
    return [
      ...missing.map(({ type, name }) => `${path}: no ${type} ${name}`),
      ...(path.endsWith('.flow-meta.xml') ? checkFlow(path, text) : []),
    ];
  });
}

const isStandard = (type: string, name: string): boolean => type === 'CustomTab' && name.startsWith('standard-');

function checkFlow(path: string, text: string): string[] {
  const flow = readXml(text);
  return [
    ...danglingInFlow(flow).map((name) => `${path}: nothing in the flow is called ${name}`),
    ...unreachedInFlow(flow).map((name) => `${path}: no path leads to ${name}`),
  ];
}
