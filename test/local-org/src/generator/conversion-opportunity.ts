import type { Conversion, LeadPlan } from './lead-plan.ts';
import type { OpportunityFacts } from './opportunity-plan.ts';

/** The attention a new customer gets: half the intent of the lead. Never stored. */
export const careOfLead = ({ intent }: Pick<LeadPlan, 'intent'>): number => intent / 2;

/** The opportunity that a conversion created; undefined where it created none. */
export function opportunityOfConversion(lead: LeadPlan, conversion: Conversion): OpportunityFacts | undefined {
  if (!conversion.createsOpportunity) return undefined;
  const { company, person } = lead.identity;
  return {
    ...{ index: lead.index, name: `${company.name}: first contract`, company, type: 'New Customer' },
    ...{ accountIndex: conversion.account, contactIndex: conversion.contact, owner: lead.owner },
    ...{ leadSource: lead.registration.leadSource, care: careOfLead(lead), createdMs: conversion.atMs },
    role: person.rank === 'Chief' ? 'Decision Maker' : 'Evaluator',
  };
}
