import type { DeployMessage } from '../org.ts';
import { componentKey } from './component.ts';
import type { Component } from './component.ts';
import { locateProblem } from './locate-problem.ts';
import type { BuiltMetadata } from './metadata-build.ts';
import { writeFiles } from './metadata-store.ts';
import { ownerOf } from './metadata-types.ts';
import type { ReadPackage } from './package-files.ts';
import { outcome } from './plan-deploy.ts';
import type { DeployPlan } from './plan-deploy.ts';
import { findReference, referencedElsewhere } from './references-elsewhere.ts';
import { standardObjects } from '../schema/standard-objects.ts';

// The order of the result: components that others depend on come first.
const typeOrder = [
  'GlobalValueSet',
  'CustomObject',
  'CustomField',
  'CustomPermission',
  'ValidationRule',
  'PermissionSet',
];

const rank = ({ type }: Component): number => {
  const index = typeOrder.indexOf(type);
  return index < 0 ? typeOrder.length : index;
};

/** Whether a component is equal to the deployed one. */
export const isSame = (one: Component, other: Component): boolean =>
  JSON.stringify(one.body) === JSON.stringify(other.body) &&
  writeFiles(one.files ?? []) === writeFiles(other.files ?? []);

/** Standard objects are there before a package changes them. */
const isStandardObject = ({ type, fullName }: Component): boolean =>
  type === 'CustomObject' && standardObjects.some(({ name }) => name === fullName);

/** One message for each component of the package, or for each of its problems, with line and column. */
export function describeArrived({ arrived, present }: DeployPlan, { problems }: BuiltMetadata): DeployMessage[] {
  const byKey = Map.groupBy(problems, ({ component }) => componentKey(component));
  return [...arrived.values()]
    .toSorted((one, other) => rank(one) - rank(other))
    .flatMap((component) => {
      const found = byKey.get(componentKey(component));
      if (found !== undefined) {
        return found.map(({ problem, place, element }) =>
          outcome(component, component.fileName, {
            success: false,
            ...{ problem, problemType: 'Error' },
            ...(place ?? locateProblem(component, element)),
          }),
        );
      }
      const known = present.get(componentKey(component));
      const isNew = known === undefined && !isStandardObject(component);
      const changed = known === undefined || !isSame(component, known);
      return [outcome(component, component.fileName, { success: true, created: isNew, changed })];
    });
}

/** Files that could not be read, and components already in the org that the package would break. */
export function describeBroken(
  { problems: unreadable }: ReadPackage,
  { arrived, deleted, messages }: DeployPlan,
  { problems }: BuiltMetadata,
): DeployMessage[] {
  const broken = problems.filter(({ component }) => !arrived.has(componentKey(component)));
  return [
    ...unreadable.map(({ fileName, problem, line, column }) => ({
      ...outcome({ type: '', fullName: fileName }, fileName, {
        success: false,
        problem,
        problemType: 'Error' as const,
      }),
      ...(line === undefined ? {} : { lineNumber: line }),
      ...(column === undefined ? {} : { columnNumber: column }),
    })),
    ...broken.flatMap(({ component, problem }) => {
      const cause = deleted.find(({ fullName }) => problem.includes(fullName.split('.').at(-1) ?? fullName));
      if (cause === undefined) return outcome(component, '', { success: false, problem, problemType: 'Error' });
      // The deletion says so itself.
      if (findReference(cause, [component]) !== undefined) return [];
      const refusal = `${referencedElsewhere(cause, component)} (${problem})`;
      return outcome(cause, deletionFile(messages, cause), { success: false, problem: refusal, problemType: 'Error' });
    }),
  ];
}

/** The manifest that names the deleted component, or the object it is deleted with. */
function deletionFile(messages: readonly DeployMessage[], cause: Component): string {
  const named = [cause, ownerOf(cause) ?? cause].map(componentKey);
  const isNamed = ({ deleted, componentType, fullName }: DeployMessage): boolean =>
    deleted && named.includes(componentKey({ type: componentType, fullName }));
  return messages.find(isNamed)?.fileName ?? '';
}

/** The result of a deletion: refused while another component refers to this one, or while a user is assigned it. */
export function describeDeletions(
  { components, deleted, messages }: DeployPlan,
  refusalToDelete: (component: Component) => string | undefined,
): DeployMessage[] {
  return messages.map((message) => {
    if (!message.deleted) return message;
    const component = deleted.find((one) => one.type === message.componentType && one.fullName === message.fullName);
    if (component === undefined) return message;
    const reference = findReference(component, components);
    const problem = reference ? referencedElsewhere(component, reference) : refusalToDelete(component);
    if (problem === undefined) return message;
    return { ...message, success: false, changed: false, deleted: false, problem, problemType: 'Error' };
  });
}
