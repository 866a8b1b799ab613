import type { Component } from './component.ts';
import type { Member } from './manifest.ts';
import { keeperOf, typeNamed } from './metadata-types.ts';
import { children, childText } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The rules of a workflow and the like: components that a manifest can name, kept as elements of their owner. */
export const keptElements = ({ type, fullName, body }: Component): Member[] =>
  (typeNamed(type)?.elements ?? []).flatMap((part) =>
    children(body, part.element).map((element) => ({
      type: part.type,
      fullName: `${fullName}.${childText(element, 'fullName') ?? ''}`,
    })),
  );

export const isSameMember = (one: Member, other: Member): boolean =>
  one.type === other.type && one.fullName === other.fullName;

/** A component whose body has changed: its files no longer show it. */
function withBody({ type, fullName, record }: Component, body: XmlElement): Component {
  return { type, fullName, body, ...(record && { record }) };
}

/** The owner with only the elements that are wanted. */
export function filterElements(owner: Component, isWanted: (member: Member) => boolean): Component {
  const body: XmlElement = { ...owner.body };
  for (const { element, type } of typeNamed(owner.type)?.elements ?? []) {
    const named = children(body, element).filter((one) =>
      isWanted({ type, fullName: `${owner.fullName}.${childText(one, 'fullName') ?? ''}` }),
    );
    if (named.length > 0) body[element] = named;
    else Reflect.deleteProperty(body, element);
  }
  return withBody(owner, body);
}

/** A component as it is after a deploy: elements that the deployed file does not have stay. */
export function mergeElements<Kind extends Component>(arrived: Kind, known: Component | undefined): Kind {
  if (known === undefined) return arrived;
  const body: XmlElement = { ...arrived.body };
  let hasKept = false;
  for (const { element } of typeNamed(arrived.type)?.elements ?? []) {
    const own = children(body, element);
    const names = new Set(own.map((one) => childText(one, 'fullName')));
    const kept = children(known.body, element).filter((one) => !names.has(childText(one, 'fullName')));
    if (kept.length === 0) continue;
    hasKept = true;
    body[element] = [...own, ...kept];
  }
  return hasKept ? ({ ...arrived, ...withBody(arrived, body), files: undefined } as Kind) : arrived;
}

/** The owner of an element among the components by key, if it has the element. */
export function findKeeper(
  member: Member,
  ownerNamed: (owner: Member) => Component | undefined,
): Component | undefined {
  const keeper = keeperOf(member);
  const owner = keeper && ownerNamed(keeper.owner);
  return owner !== undefined && keptElements(owner).some((one) => isSameMember(one, member)) ? owner : undefined;
}
