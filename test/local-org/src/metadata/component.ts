import type { XmlElement } from './xml.ts';

/** One piece of metadata: its type and full name (`Lead.Score__c`) as the platform gives them. */
export type Component = { type: string; fullName: string; body: XmlElement };

/** A component as it came in a deploy. */
export type DeployedComponent = Component & { fileName: string };

/** What is wrong with a file or a component, in words for the one who deploys. */
export class MetadataProblem extends Error {}

export const componentKey = ({ type, fullName }: { type: string; fullName: string }): string => `${type}:${fullName}`;

/** The object and the name in `Lead.Score__c`. */
export function splitFullName(fullName: string): { object: string; name: string } {
  const dot = fullName.indexOf('.');
  return { object: fullName.slice(0, dot), name: fullName.slice(dot + 1) };
}

/** Refuses elements that the type does not have: a misspelt one would otherwise be lost unseen. */
export function checkElements(type: string, body: XmlElement, allowed: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new MetadataProblem(`Element ${unknown} invalid at this location in type ${type}`);
}
