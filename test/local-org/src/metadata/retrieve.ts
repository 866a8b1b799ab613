import type { Schema } from '../schema/schema.ts';
import { componentKey, splitFullName } from './component.ts';
import type { Component, ComponentFile } from './component.ts';
import type { Member } from './manifest.ts';
import { customObjectType, objectParts, partNamed, typeNamed } from './metadata-types.ts';
import { writeXml } from './write-xml.ts';
import type { XmlElement } from './xml.ts';

export type RetrievedFile = ComponentFile & Member;

export type Retrieved = { files: RetrievedFile[]; problems: string[] };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a manifest names, as files of a package. What is not there is told in the platform's words. */
export function retrieve(components: readonly Component[], schema: Schema, members: readonly Member[]): Retrieved {
  const known = new Map(components.map((component) => [componentKey(component), component]));
  const problems: string[] = [];
  const wholeObjects = new Set<string>();
  const parts = new Map<string, Component>();
  const files = new Map<string, RetrievedFile>();

  const takeOne = (member: Member): void => {
    const component = known.get(componentKey(member));
    const isStandard = member.type === 'CustomObject' && schema.object(member.fullName)?.custom === false;
    if (component === undefined && !isStandard) {
      problems.push(`Entity of type '${member.type}' named '${member.fullName}' cannot be found`);
    } else if (member.type === 'CustomObject') wholeObjects.add(member.fullName);
    else if (component !== undefined && partNamed(member.type)) parts.set(componentKey(member), component);
    else if (component !== undefined) for (const file of filesOf(component)) files.set(file.path, file);
  };
  for (const member of members) {
    if (typeNamed(member.type) === undefined && partNamed(member.type) === undefined) {
      problems.push(`Entity type: '${member.type}' is unknown`);
    } else if (member.fullName !== '*') takeOne(member);
    // The wildcard stands for custom objects only, as on the platform.
    else for (const component of components) if (component.type === member.type) takeOne(component);
  }
  for (const component of components) {
    if (partNamed(component.type) && wholeObjects.has(splitFullName(component.fullName).object)) {
      parts.set(componentKey(component), component);
    }
  }
  const named = new Set([
    ...wholeObjects,
    ...[...parts.values()].map(({ fullName }) => splitFullName(fullName).object),
  ]);
  for (const object of named) {
    const own = wholeObjects.has(object)
      ? known.get(componentKey({ type: 'CustomObject', fullName: object }))
      : undefined;
    const file = objectFile(object, own, [...parts.values()]);
    files.set(file.path, file);
  }
  return { files: [...files.values()], problems };
}

/** The files of a component as it came, or one written from its body. */
function filesOf({ type, fullName, body, files }: Component): RetrievedFile[] {
  const { folder = '', suffix = '' } = typeNamed(type) ?? {};
  const written = files ?? [{ path: `${folder}/${fullName}.${suffix}`, content: encode(writeXml(type, body)) }];
  return written.map((file) => ({ ...file, type, fullName }));
}

function objectFile(object: string, own: Component | undefined, parts: readonly Component[]): RetrievedFile {
  const content: XmlElement = { ...own?.body };
  for (const { element, type } of objectParts) {
    const ofObject = parts.filter((part) => part.type === type && splitFullName(part.fullName).object === object);
    const bodies = ofObject.map(({ fullName, body }): XmlElement => ({
      ...body,
      fullName: splitFullName(fullName).name,
    }));
    if (bodies.length > 0) content[element] = bodies;
  }
  const path = `${customObjectType.folder}/${object}.${customObjectType.suffix ?? ''}`;
  return { path, content: encode(writeXml('CustomObject', content)), type: 'CustomObject', fullName: object };
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
