import type { DeployMessage } from '../org.ts';
import { componentKey } from './component.ts';
import type { Component, DeployedComponent } from './component.ts';
import type { Member } from './manifest.ts';
import { findKeeper, filterElements, isSameMember, keptElements, mergeElements } from './kept-elements.ts';
import { folderNamed, isKnownType, keeperOf, ownerOf, typeNamed } from './metadata-types.ts';
import type { Deletion, ReadPackage } from './package-files.ts';
import { withoutGrants } from './without-grants.ts';

/** The effect of a deploy on the org's metadata, computed before anything is changed. */
export type DeployPlan = {
  /** All components afterwards. */
  components: Component[];
  /** Components of the package; the last one of each name. */
  arrived: Map<string, DeployedComponent>;
  /** Components before the deploy, by key. */
  present: Map<string, Component>;
  /** Deleted components, including the parts of a deleted object. */
  deleted: Component[];
  /** Components that change because others are deleted. */
  trimmed: Component[];
  messages: DeployMessage[];
};

/** A message about a component of a package. */
export const outcome = (
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

/** Adds the components of the package, and removes those that its destructive changes name. */
export function planDeploy(
  contents: ReadPackage,
  stored: readonly Component[],
  { ignoreWarnings }: { ignoreWarnings: boolean },
): DeployPlan {
  const present = new Map(stored.map((component) => [componentKey(component), component]));
  const arrived = new Map(
    contents.components.map((component) => {
      const key = componentKey(component);
      return [key, mergeElements(component, present.get(key))];
    }),
  );
  const messages = unknownMembers(contents);
  const after = new Map(present);
  const deleted: Component[] = [];
  const shortened = new Map<string, Component>();
  const remove = ({ fileName, ...member }: Deletion): void => {
    const keeper = findKeeper(member, (owner) => after.get(componentKey(owner)));
    if (keeper !== undefined) {
      const rest = filterElements(keeper, (one) => !isSameMember(one, member));
      after.set(componentKey(rest), rest);
      shortened.set(componentKey(rest), rest);
      messages.push(outcome(member, fileName, { success: true, changed: true, deleted: true }));
      return;
    }
    const component = after.get(componentKey(member)) ?? after.get(componentKey(folderNamed(member) ?? member));
    if (component === undefined) {
      messages.push(outcome({ ...member, fullName: fileName }, fileName, notFound(member, ignoreWarnings)));
      return;
    }
    const parts = typeNamed(member.type)?.parts ? [...after.values()].filter((one) => isPartOf(member, one)) : [];
    for (const gone of [component, ...parts]) {
      after.delete(componentKey(gone));
      deleted.push(gone);
    }
    messages.push(outcome(component, fileName, { success: true, changed: true, deleted: true }));
  };
  const { before = [], after: later = [] } = contents.deletions ?? {};
  before.forEach(remove);
  for (const [key, component] of arrived) after.set(key, component);
  later.forEach(remove);
  const trimmed = [...shortened.values(), ...trim(after, deleted)];
  for (const component of trimmed) after.set(componentKey(component), component);
  return { components: [...after.values()], arrived, present, deleted, trimmed, messages };
}

/** The warning for a missing component in destructive changes; it fails a deploy that does not ignore warnings. */
export const notFound = ({ type, fullName }: Member, isIgnored: boolean) => ({
  success: isIgnored,
  problem: `No ${type} named: ${fullName} found`,
  problemType: 'Warning' as const,
});

/** Removes the rights to deleted components. */
function trim(after: Map<string, Component>, deleted: readonly Component[]): Component[] {
  if (deleted.length === 0) return [];
  return [...after.values()].flatMap((component) => withoutGrants(component, deleted) ?? []);
}

/** Components that are in `package.xml` but not in the zip, and the other way round. */
function unknownMembers({ members, components }: ReadPackage): DeployMessage[] {
  if (members === undefined) return [];
  const held = new Set(
    components
      .flatMap((component) => [component, ownerOf(component) ?? component, ...keptElements(component)])
      .map(componentKey),
  );
  const named = new Set(
    members
      .flatMap((member) => [member, folderNamed(member) ?? member, keeperOf(member)?.owner ?? member])
      .map(componentKey),
  );
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
