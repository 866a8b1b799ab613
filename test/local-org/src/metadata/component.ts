import type { XmlElement } from './xml.ts';

/** A file of a component by its path in a package (`lwc/badge/badge.js`). */
export type ComponentFile = { path: string; content: Uint8Array };

/** The id of a component in the org, and who made and last changed it. */
export type ComponentRecord = {
  id: string;
  createdDate: string;
  createdById: string;
  lastModifiedDate: string;
  lastModifiedById: string;
};

/** One piece of metadata: its type and full name (`Lead.Region__c`) as the platform gives them. */
export type Component = {
  type: string;
  fullName: string;
  body: XmlElement;
  /** The deployed files, for retrieve; an object and its parts are written from their bodies instead. */
  files?: readonly ComponentFile[];
  /** Once it is in the org. */
  record?: ComponentRecord;
};

/** A component as it came in a deploy. */
export type DeployedComponent = Component & {
  fileName: string;
  /** The text of its file, to find line and column of a problem. */
  text?: string;
};

/** Counted from 1, as editors do. */
export type Place = { lineNumber: number; columnNumber: number };

/** A problem of a file or component, with a message for the person who deploys; `element` or `place` locates it. */
export class MetadataProblem extends Error {
  readonly element: string | undefined;
  readonly place: Place | undefined;

  constructor(message: string, { element, place }: { element?: string; place?: Place } = {}) {
    super(message);
    this.element = element;
    this.place = place;
  }
}

export const componentKey = ({ type, fullName }: { type: string; fullName: string }): string => `${type}:${fullName}`;

/** The object and the name in `Lead.Region__c`. */
export function splitFullName(fullName: string): { object: string; name: string } {
  const dot = fullName.indexOf('.');
  return { object: fullName.slice(0, dot), name: fullName.slice(dot + 1) };
}

/** Refuses elements that the type does not have: a misspelt element would otherwise be ignored. */
export function checkElements(type: string, body: XmlElement, allowed: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  throw new MetadataProblem(`Element ${unknown} invalid at this location in type ${type}`, { element: unknown });
}
