import type { FieldFact, OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { fact, orgFacts } from './org-facts.ts';

const lookup = (name: string, to: string): FieldFact => fact(name, 'reference', { referenceTo: [to] });

/** The kinds of events of the package. */
export const kinds = ['Page view', 'Form', 'Download', 'Webinar', 'Other'];

/** An object of events like that of the package. */
export const eventFields = (): FieldFact[] => [
  ...[fact('Id', 'id'), fact('CreatedDate', 'datetime'), lookup('Lead__c', 'Lead'), lookup('Contact__c', 'Contact')],
  ...[fact('Email__c', 'email'), fact('Occurred_At__c', 'datetime'), fact('Page__c'), fact('Value__c', 'double')],
  fact('Kind__c', 'picklist', { values: kinds.map((value) => ({ value, label: value })) }),
];

/** An org with the package's object and another one of the same form. */
export const withEvents = (): OrgFacts => ({
  ...orgFacts(),
  Engagement_Event__c: eventFields(),
  Visit__c: eventFields(),
});
