import type { Schema } from '../schema/schema.ts';
import { componentKey, splitFullName } from './component.ts';
import type { Component, ComponentFile } from './component.ts';
import type { Member } from './manifest.ts';
import { filterElements, findKeeper, isSameMember, keptElements } from './kept-elements.ts';
import {
  folderNamed,
  isBundle,
  isFolderType,
  isKnownType,
  keeperOf,
  ownerOf,
  rootOf,
  typeNamed,
} from './metadata-types.ts';
import { writeXml } from './write-xml.ts';
import type { XmlElement } from './xml.ts';

export type RetrievedFile = ComponentFile & Member;

export type Retrieved = { files: RetrievedFile[]; problems: string[] };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The components that a manifest names, as files of a package; missing ones are reported in the platform's words. */
export function retrieve(components: readonly Component[], schema: Schema, members: readonly Member[]): Retrieved {
  const known = new Map(components.map((component) => [componentKey(component), component]));
  const problems: string[] = [];
  const files = new Map<string, RetrievedFile>();
  /** Objects and labels: whole, or the carrier of the parts that are named. */
  const owners = new Map<string, { owner: Member; isWhole: boolean }>();
  const parts = new Map<string, Component>();
  /** Elements that are named without their owner. */
  const elements = new Map<Component, Member[]>();

  const takeOne = (member: Member): void => {
    const keeper = findKeeper(member, (name) => known.get(componentKey(name)));
    if (keeper !== undefined) {
      elements.set(keeper, [...(elements.get(keeper) ?? []), member]);
      return;
    }
    const component = known.get(componentKey(member)) ?? known.get(componentKey(folderNamed(member) ?? member));
    const isStandard = member.type === 'CustomObject' && schema.object(member.fullName)?.custom === false;
    const owner = ownerOf(member);
    if (component === undefined && !isStandard) {
      problems.push(`Entity of type '${member.type}' named '${member.fullName}' cannot be found`);
    } else if (typeNamed(member.type)?.parts !== undefined) {
      owners.set(componentKey(member), { owner: member, isWhole: true });
    } else if (owner !== undefined && component !== undefined) {
      parts.set(componentKey(component), component);
      if (!owners.has(componentKey(owner))) owners.set(componentKey(owner), { owner, isWhole: false });
    } else if (component !== undefined) for (const file of filesOf(component)) files.set(file.path, file);
  };
  for (const member of members) {
    if (!isKnownType(member.type)) problems.push(`Entity type: '${member.type}' is unknown`);
    else if (member.fullName !== '*') takeOne(member);
    // The wildcard stands for custom objects only, as on the platform.
    else {
      for (const component of components) {
        const isNamed = ({ type }: Member): boolean => type === member.type;
        [component, ...keptElements(component)].filter(isNamed).forEach(takeOne);
      }
    }
  }
  for (const [owner, wanted] of elements) {
    const whole = filePath(owner);
    if (files.has(whole)) continue;
    const named = filterElements(owner, (one) => wanted.some((member) => isSameMember(member, one)));
    for (const file of filesOf(named)) files.set(file.path, file);
  }
  for (const component of components) {
    const owner = ownerOf(component);
    if (owner !== undefined && owners.get(componentKey(owner))?.isWhole === true) {
      parts.set(componentKey(component), component);
    }
  }
  for (const { owner, isWhole } of owners.values()) {
    const own = isWhole ? known.get(componentKey(owner)) : undefined;
    const file = ownerFile(owner, own ?? standardObject(owner, schema, isWhole), [...parts.values()]);
    files.set(file.path, file);
  }
  return { files: [...files.values()], problems };
}

/** A standard object that no package has changed still has its organization-wide default. */
function standardObject(
  { type, fullName }: Member,
  schema: Schema,
  isWhole: boolean,
): { body: XmlElement } | undefined {
  const object = type === 'CustomObject' && isWhole ? schema.object(fullName) : undefined;
  if (object === undefined || object.custom || !object.fieldByName.has('ownerid')) return undefined;
  return { body: { sharingModel: object.sharingModel } };
}

/** The files of a component as it came, or one written from its body. */
function filesOf({ type, fullName, body, files }: Component): RetrievedFile[] {
  const written = files ?? [
    { path: filePath({ type, fullName }), content: encode(writeXml(rootOf({ type, fullName }), body)) },
  ];
  return written.map((file) => ({ ...file, type, fullName }));
}

/** Where a component is in a package. */
export function filePath({ type, fullName }: Member): string {
  const owner = ownerOf({ type, fullName }) ?? keeperOf({ type, fullName })?.owner;
  if (owner !== undefined) return filePath(owner);
  const known = typeNamed(type);
  const stem = `${known?.folder ?? ''}/${fullName}`;
  if (known === undefined || isBundle(known) || known.name === 'Document') return stem;
  return isFolderType(known) ? `${stem}-meta.xml` : `${stem}.${known.suffix ?? ''}`;
}

function ownerFile(
  owner: Member,
  own: Pick<Component, 'body'> | undefined,
  parts: readonly Component[],
): RetrievedFile {
  const content: XmlElement = { ...own?.body };
  for (const { element, type } of typeNamed(owner.type)?.parts ?? []) {
    const ofOwner = parts.filter((part) => part.type === type && ownerOf(part)?.fullName === owner.fullName);
    const bodies = ofOwner.map(({ fullName, body }): XmlElement => ({
      ...body,
      fullName: fullName.startsWith(`${owner.fullName}.`) ? splitFullName(fullName).name : fullName,
    }));
    if (bodies.length > 0) content[element] = bodies;
  }
  return { ...owner, path: filePath(owner), content: encode(writeXml(owner.type, content)) };
}

/** A manifest of what was retrieved. */
export function manifestOf(files: readonly Member[], apiVersion: string): string {
  const byType = Map.groupBy(files, ({ type }) => type);
  const types = [...byType].map(([name, members]): XmlElement => ({
    members: [...new Set(members.map(({ fullName }) => fullName))].sort(),
    name,
  }));
  return writeXml('Package', { types, version: apiVersion });
}
