import type { Component, DeployedComponent } from './component.ts';
import { isSame } from './describe-deploy.ts';
import type { ReadPackage } from './package-files.ts';
import { childText, isTrue } from './xml.ts';

/** Whether *Deploy processes and flows as active* is set, by `FlowSettings`. */
export const deploysFlowsAsActive = (components: readonly Component[]): boolean =>
  components.some(
    ({ type, fullName, body }) =>
      type === 'Settings' && fullName === 'Flow' && isTrue(body, 'enableFlowDeployAsActiveEnabled'),
  );

/** A package as production takes it in: its active flows arrive inactive, but those that it does not change. */
export function withInactiveFlows(contents: ReadPackage, present: readonly Component[]): ReadPackage {
  const active = present.filter(({ type, body }) => type === 'Flow' && childText(body, 'status') === 'Active');
  const components = contents.components.map((component) => {
    if (component.type !== 'Flow' || childText(component.body, 'status') !== 'Active') return component;
    const isKept = active.some((one) => one.fullName === component.fullName && isSame(one, component));
    return isKept ? component : inactive(component);
  });
  return { ...contents, components };
}

function inactive(flow: DeployedComponent): DeployedComponent {
  const files = flow.files?.map(({ path, content }) => {
    const text = new TextDecoder().decode(content);
    return {
      path,
      content: new TextEncoder().encode(text.replace('<status>Active</status>', '<status>Draft</status>')),
    };
  });
  return { ...flow, body: { ...flow.body, status: 'Draft' }, ...(files && { files }) };
}
