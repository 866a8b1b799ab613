import type { ChildRelationship, DescribeField, DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import { dataTypeOf } from './field-info.ts';
import type { PlannedRelatedList } from './layout-section.ts';
import type { ListColumn } from './list-column.ts';
import { columnsOf, untouchedPreferences } from './list-info.ts';
import { planLayout } from './object-layouts.ts';
import { fieldsByName, nameFieldOf } from './read-records.ts';
import type { RecordSource } from './record-source.ts';
import { themeOf } from './theme-info.ts';
import { OrgError } from '../org-error.ts';

/** A child relationship of an object, with the columns that the parent's layout gives it. */
export type RelatedList = {
  parent: DescribeSObject;
  child: DescribeSObject;
  reference: DescribeField;
  /** Name of the relationship on the parent: `Contacts`. */
  id: string;
  columns: ListColumn[];
  planned: PlannedRelatedList | undefined;
  recordTypeId: string | null;
};

/** What layouts call the standard related lists. */
const layoutNames: Record<string, string> = {
  RelatedContactList: 'Contact.AccountId',
  RelatedOpportunityList: 'Opportunity.AccountId',
  RelatedCampaignMemberList: 'CampaignMember.CampaignId',
  RelatedCampaignList: 'CampaignMember.LeadId',
  RelatedContactRoleList: 'OpportunityContactRole.OpportunityId',
};

const standardColumns: Record<string, string[]> = {
  CampaignMember: ['Campaign.Name', 'Status', 'CreatedDate'],
  Contact: ['Name', 'Title', 'Email', 'Phone'],
  Event: ['Subject', 'StartDateTime', 'EndDateTime', 'Owner.Name'],
  Opportunity: ['Name', 'StageName', 'Amount', 'CloseDate'],
  Task: ['Subject', 'ActivityDate', 'Status', 'Owner.Name'],
};

function resolve(source: RecordSource, { parent, relationship, recordTypeId }: Relationship): RelatedList | undefined {
  const child = source.describe(relationship.childSObject);
  const reference = child === undefined ? undefined : fieldsByName(child).get(relationship.field.toLowerCase());
  if (child === undefined || reference === undefined || relationship.relationshipName === null) return undefined;
  const key = `${child.name}.${reference.name}`;
  const planned = planLayout(source, parent, recordTypeId ?? '').relatedLists.find(
    ({ relatedList }) => (layoutNames[relatedList] ?? relatedList) === key,
  );
  const names = planned?.columns ?? standardColumns[child.name] ?? [nameFieldOf(child)];
  const columns = columnsOf(source, child, names).filter(
    ({ lookupId }) => lookupId !== `${reference.relationshipName}.Id`,
  );
  return { parent, child, reference, id: relationship.relationshipName, columns, planned, recordTypeId };
}

type Relationship = { parent: DescribeSObject; relationship: ChildRelationship; recordTypeId: string | null };

/** The related lists of an object, by name. */
export const relatedListsOf = (
  source: RecordSource,
  parent: DescribeSObject,
  recordTypeId: string | null,
): RelatedList[] =>
  parent.childRelationships
    .flatMap((relationship) => resolve(source, { parent, relationship, recordTypeId }) ?? [])
    .sort((one, other) => (one.id < other.id ? -1 : 1));

/** @throws OrgError INVALID_TYPE when the object has no such child relationship */
export function findRelatedList(
  source: RecordSource,
  parent: DescribeSObject,
  { id, recordTypeId }: { id: string; recordTypeId: string | null },
): RelatedList {
  const lower = id.toLowerCase();
  const relationship = parent.childRelationships.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === lower,
  );
  const list = relationship === undefined ? undefined : resolve(source, { parent, relationship, recordTypeId });
  if (list !== undefined) return list;
  throw new OrgError('INVALID_TYPE', 'The related lists UI API currently does not support this related list');
}

export const referToRelatedList = ({ parent, id, recordTypeId }: RelatedList, recordId: string | null) => ({
  id: null,
  inContextOfRecordId: recordId,
  listViewApiName: null,
  objectApiName: null,
  parentObjectApiName: parent.name,
  recordTypeId,
  relatedListId: id,
  type: 'relatedList',
});

const quickFilters: Record<string, string> = {
  string: 'contains',
  textarea: 'contains',
  email: 'contains',
  phone: 'contains',
  url: 'contains',
  picklist: 'equals',
  boolean: 'equals',
  date: 'within',
  datetime: 'within',
  currency: 'within',
  double: 'within',
  int: 'within',
  percent: 'within',
};

function showColumn({ path, field, label, lookupId }: ListColumn) {
  const dataType = dataTypeOf(field).toLowerCase();
  return {
    dataType,
    fieldApiName: path,
    filterable: field.filterable,
    label,
    lookupId,
    picklistValues:
      field.type === 'picklist' ? field.picklistValues.filter(({ active }) => active).map(({ value }) => value) : null,
    quickFilterOperator: quickFilters[dataType] ?? null,
    sortable: field.sortable,
  };
}

/** The default order of a related list. */
export function relatedOrder(source: RecordSource, { child, planned }: RelatedList) {
  if (planned?.sortField === undefined) return [];
  return columnsOf(source, child, [planned.sortField]).map(({ path, label }) => ({
    fieldApiName: path,
    isAscending: planned.isAscending,
    label,
  }));
}

/** A related list as the UI API describes it. */
export function showRelatedList(
  source: RecordSource,
  list: RelatedList,
  { fields, optionalFields }: { fields: string[]; optionalFields: string[] },
) {
  const content = {
    cloneable: false,
    createable: false,
    deletable: false,
    displayColumns: list.columns.map(showColumn),
    fieldApiName: list.reference.name,
    fields,
    filterLogicString: '',
    filterable: true,
    filteredByInfo: [],
    label: list.child.labelPlural,
    listReference: referToRelatedList(list, null),
    objectApiNames: [list.child.name],
    optionalFields,
    orderedByInfo: relatedOrder(source, list),
    restrictColumnsToLayout: true,
    updateable: false,
    userPreferences: untouchedPreferences(list.columns),
    visibility: 'Public',
    visibilityEditable: false,
  };
  return { ...content, eTag: eTagOf(content) };
}

/** The related lists of an object in short. */
export function summarizeRelatedLists(source: RecordSource, parent: DescribeSObject, recordTypeId: string | null) {
  const relatedLists = relatedListsOf(source, parent, recordTypeId).map(({ child, reference, id }) => ({
    entityLabel: child.label,
    entityLabelPlural: child.labelPlural,
    fieldApiName: reference.name,
    keyPrefix: child.keyPrefix,
    label: child.labelPlural,
    objectApiName: child.name,
    parentFieldApiName: 'Id',
    relatedListId: id,
    relatedListInfoUrl: `${source.root}/related-list-info/${parent.name}/${id}?recordTypeId=${recordTypeId ?? ''}`,
    themeInfo: themeOf(child.name, child.custom),
  }));
  const content = { parentObjectApiName: parent.name, parentRecordTypeId: recordTypeId, relatedLists };
  return { ...content, eTag: eTagOf(content) };
}
