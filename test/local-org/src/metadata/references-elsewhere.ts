import { contentText, passage } from './apex-source.ts';
import { splitFullName } from './component.ts';
import type { Component } from './component.ts';
import { childText } from './xml.ts';

const escapeText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const contains = (text: string, name: string): boolean => new RegExp(`\\b${escapeText(name)}\\b`).test(text);

const textOf = ({ body }: Component): string => JSON.stringify(body);

type Uses = (component: Component, fullName: string) => boolean;

/** The types that refer to a component by its name, and how; references within the schema are checked when it is built. */
const usesOf: Readonly<Record<string, Readonly<Record<string, Uses>>>> = {
  CustomField: {
    Flow: (flow, fullName) => {
      const { object, name } = splitFullName(fullName);
      return contains(textOf(flow), object) && contains(textOf(flow), name);
    },
    FlexiPage: (page, fullName) => {
      const { object, name } = splitFullName(fullName);
      return childText(page.body, 'sobjectType') === object && contains(textOf(page), `Record.${name}`);
    },
  },
  CustomObject: { Flow: (flow, fullName) => contains(textOf(flow), fullName) },
  ApexClass: {
    Flow: (flow, fullName) => textOf(flow).includes(`"actionName":"${fullName}"`),
    ApexClass: (other, fullName) => contains(contentOf(other), fullName),
    ApexTrigger: (other, fullName) => contains(contentOf(other), fullName),
  },
  LightningComponentBundle: {
    FlexiPage: (page, fullName) => new RegExp(`"componentName":"(?:c:)?${escapeText(fullName)}"`).test(textOf(page)),
  },
  CustomLabel: {
    ApexClass: (other, fullName) => new RegExp(`\\bLabel\\.${escapeText(fullName)}\\b`).test(contentOf(other)),
  },
};

/** Apex without its comments and strings: a name in those is no reference. */
const contentOf = (component: Component): string => contentText(component).replace(passage, ' ');

const words = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2');

/** The platform's error for deleting a component that another refers to. */
export const referencedElsewhere = (deleted: Component, { type, fullName }: Component): string =>
  `This ${words(deleted.type).toLowerCase()} is referenced elsewhere in salesforce.com. : ${words(type === 'Flow' ? 'FlowVersion' : type)} - ${fullName}.`;

/** The first remaining component that refers to the deleted one. */
export function findReference(deleted: Component, remaining: readonly Component[]): Component | undefined {
  const uses = usesOf[deleted.type];
  return remaining.find((component) => uses?.[component.type]?.(component, deleted.fullName));
}
