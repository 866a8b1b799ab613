import { checkApexSource, contentText } from './apex-source.ts';
import { componentKey, MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import type { BuiltMetadata } from './metadata-build.ts';
import { checkBundleFiles, checkImports } from './lightning-bundle.ts';
import type { Importable } from './lightning-bundle.ts';

/** Problems of Apex and Lightning components that show without compiling them. */
export function checkCode(components: readonly Component[]): BuiltMetadata['problems'] {
  const byKey = new Map(components.map((component) => [componentKey(component), component]));
  const org: Importable = {
    hasComponent: (type, fullName) => byKey.has(componentKey({ type, fullName })),
    apexText: (name) => {
      const component = byKey.get(componentKey({ type: 'ApexClass', fullName: name }));
      return component && contentText(component);
    },
  };
  return components.flatMap((component) => {
    try {
      checkOne(component, org);
      return [];
    } catch (error) {
      if (!(error instanceof MetadataProblem)) throw error;
      return [{ component, problem: error.message, element: error.element, place: error.place }];
    }
  });
}

function checkOne(component: Component, org: Importable): void {
  const { type, fullName, files = [] } = component;
  if (type === 'ApexClass' || type === 'ApexTrigger') checkApexSource(type, fullName, contentText(component));
  if (type !== 'LightningComponentBundle') return;
  checkBundleFiles(fullName, files);
  checkImports(fullName, files, org);
}
