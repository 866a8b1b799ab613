import type { DeployMessage } from '../org.ts';
import type { BuiltMetadata } from './metadata-build.ts';
import { componentKey } from './component.ts';
import type { Component, DeployedComponent } from './component.ts';
import { locateProblem } from './locate-problem.ts';
import { writeFiles } from './metadata-store.ts';
import type { Member } from './manifest.ts';
import { folderNamed, isKnownType, ownerOf, typeNamed } from './metadata-types.ts';
import type { ReadPackage } from './package-files.ts';
import { referencedElsewhere } from './references-elsewhere.ts';
import { withoutGrants } from './without-grants.ts';

/** What a deploy would make of the org's metadata, before anything is done. */
export type DeployPlan = {
  /** All components afterwards. */
  components: Component[];
  /** Those of the package, the last of a name. */
  arrived: Map<string, DeployedComponent>;
  /** Those the org had, by key. */
  present: Map<string, Component>;
  /** Components that go, an object's parts with it. */
  deleted: Component[];
  /** Components that change because others go. */
  trimmed: Component[];
  messages: DeployMessage[];
};

const outcome = (
  { type, fullName }: Member,
  fileName: string,
  more: Partial<DeployMessage> & Pick<DeployMessage, 'success'>,
): DeployMessage => ({
  componentType: type,
  fullName,
  fileName,
  created: false,
  changed: false,
  deleted: false,
  ...more,
});

function isPartOf(owner: Member, component: Component): boolean {
  const found = ownerOf(component);
  return found !== undefined && componentKey(found) === componentKey(owner);
}

/** Takes the package in, and out what its destructive changes name. */
export function planDeploy(contents: ReadPackage, stored: readonly Component[]): DeployPlan {
  const present = new Map(stored.map((component) => [componentKey(component), component]));
  const arrived = new Map(contents.components.map((component) => [componentKey(component), component]));
  const messages = [...unknownMembers(contents)];
  const after = new Map(present);
  const deleted: Component[] = [];
  const remove = (member: Member, fileName: string): void => {
    const component = after.get(componentKey(member)) ?? after.get(componentKey(folderNamed(member) ?? member));
    if (component === undefined) {
      const problem = `No ${member.type} named: ${member.fullName} found`;
      messages.push(outcome(member, fileName, { success: true, problem, problemType: 'Warning' }));
      return;
    }
    const parts = typeNamed(member.type)?.parts ? [...after.values()].filter((one) => isPartOf(member, one)) : [];
    for (const gone of [component, ...parts]) {
      after.delete(componentKey(gone));
      deleted.push(gone);
    }
    messages.push(outcome(member, fileName, { success: true, changed: true, deleted: true }));
  };
  const { before = [], after: later = [] } = contents.deletions ?? {};
  for (const member of before) remove(member, 'destructiveChanges.xml');
  for (const [key, component] of arrived) after.set(key, component);
  for (const member of later) remove(member, 'destructiveChangesPost.xml');
  const trimmed = trim(after, deleted);
  for (const component of trimmed) after.set(componentKey(component), component);
  return { components: [...after.values()], arrived, present, deleted, trimmed, messages };
}

/** Rights to what goes, go with it. */
function trim(after: Map<string, Component>, deleted: readonly Component[]): Component[] {
  if (deleted.length === 0) return [];
  return [...after.values()].flatMap((component) => withoutGrants(component, deleted) ?? []);
}

/** What `package.xml` names and the zip does not hold, and the other way round. */
function unknownMembers({ members, components }: ReadPackage): DeployMessage[] {
  if (members === undefined) return [];
  const held = new Set(
    components.flatMap((component) => [component, ownerOf(component) ?? component]).map(componentKey),
  );
  const named = new Set(members.flatMap((member) => [member, folderNamed(member) ?? member]).map(componentKey));
  const isHeld = (member: Member): boolean =>
    member.fullName === '*' || held.has(componentKey(member)) || held.has(componentKey(folderNamed(member) ?? member));
  const isNamed = (component: DeployedComponent): boolean =>
    [component, ownerOf(component) ?? component].some(({ type, fullName }) =>
      [fullName, '*'].some((name) => named.has(componentKey({ type, fullName: name }))),
    );
  const missing = members
    .filter((member) => !isHeld(member))
    .map((member) =>
      outcome(member, 'package.xml', {
        success: false,
        problemType: 'Error',
        problem: !isKnownType(member.type)
          ? `Unknown type name '${member.type}' specified in package.xml`
          : `An object '${member.fullName}' of type ${member.type} was named in package.xml, but was not found in zipped directory`,
      }),
    );
  const unnamed = components
    .filter((component) => !isNamed(component))
    .map((component) =>
      outcome(component, component.fileName, { success: false, problemType: 'Error', problem: 'Not in package.xml' }),
    );
  return [...missing, ...unnamed];
}

// The order in which an admin reads the answer: what others build on comes first.
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

const isSame = (one: Component, other: Component): boolean =>
  JSON.stringify(one.body) === JSON.stringify(other.body) &&
  writeFiles(one.files ?? []) === writeFiles(other.files ?? []);

/** One message a component of the package, with line and column of what is wrong with it. */
export function describeArrived({ arrived, present }: DeployPlan, { problems }: BuiltMetadata): DeployMessage[] {
  const byKey = new Map(problems.map((problem) => [componentKey(problem.component), problem]));
  return [...arrived.values()]
    .toSorted((one, other) => rank(one) - rank(other))
    .map((component) => {
      const found = byKey.get(componentKey(component));
      const known = present.get(componentKey(component));
      const isFine = found === undefined;
      return outcome(component, component.fileName, {
        success: isFine,
        created: isFine && known === undefined,
        changed: isFine && (known === undefined || !isSame(component, known)),
        ...(isFine
          ? {}
          : {
              problem: found.problem,
              problemType: 'Error',
              ...(found.place ?? locateProblem(component, found.element)),
            }),
      });
    });
}

/** Files that could not be read, and components already in the org that the package would break. */
export function describeBroken(
  { problems: unreadable }: ReadPackage,
  { arrived, deleted }: DeployPlan,
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
    ...broken.map(({ component, problem }) => {
      const cause = deleted.find(({ fullName }) => problem.includes(fullName.split('.').at(-1) ?? fullName));
      if (cause === undefined) return outcome(component, '', { success: false, problem, problemType: 'Error' });
      const refusal = `${referencedElsewhere(cause, component)} (${problem})`;
      return outcome(cause, 'destructiveChanges.xml', { success: false, problem: refusal, problemType: 'Error' });
    }),
  ];
}
