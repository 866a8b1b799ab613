import { child, children, childText, childTexts, isTrue } from '../metadata/xml.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { NamedBody } from './record-source.ts';
import type { PlannedItem, PlannedLayout, PlannedRelatedList, PlannedSection, UiBehavior } from './layout-section.ts';

const behaviors: Record<string, UiBehavior> = { Edit: 'Edit', Required: 'Required', Readonly: 'Readonly' };

function readItem(item: XmlElement): PlannedItem[] {
  const field = childText(item, 'field');
  if (field !== undefined)
    return [{ kind: 'field', field, behavior: behaviors[childText(item, 'behavior') ?? ''] ?? 'Edit' }];
  // Links, canvas apps and Visualforce pages have nothing to show here.
  return isTrue(item, 'emptySpace') ? [{ kind: 'empty' }] : [];
}

function readSection(section: XmlElement): PlannedSection[] {
  const style = childText(section, 'style') ?? '';
  if (style === 'CustomLinks') return [];
  return [
    {
      heading: childText(section, 'label') ?? '',
      useHeading: isTrue(section, 'detailHeading'),
      tabOrder: style.endsWith('LeftToRight') ? 'LeftRight' : 'TopDown',
      columns: children(section, 'layoutColumns').map((column) => children(column, 'layoutItems').flatMap(readItem)),
    },
  ];
}

function readRelatedList(list: XmlElement): PlannedRelatedList {
  const sortField = childText(list, 'sortField');
  return {
    relatedList: childText(list, 'relatedList') ?? '',
    columns: childTexts(list, 'fields'),
    ...(sortField === undefined ? {} : { sortField }),
    isAscending: childText(list, 'sortOrder') !== 'Desc',
  };
}

function readActions(body: XmlElement): string[] | undefined {
  const list = child(body, 'platformActionList');
  if (list === undefined) return undefined;
  return children(list, 'platformActionListItems')
    .toSorted((one, other) => Number(childText(one, 'sortOrder') ?? 0) - Number(childText(other, 'sortOrder') ?? 0))
    .flatMap((item) => childText(item, 'actionName') ?? []);
}

/** Reads a `Layout` component. */
export const readLayout = ({ fullName, body }: NamedBody): PlannedLayout => ({
  name: fullName,
  sections: children(body, 'layoutSections').flatMap(readSection),
  relatedLists: children(body, 'relatedLists').map(readRelatedList),
  actions: readActions(body),
});

/** The names under which profiles are deployed. */
const profileFiles: Record<string, string> = { 'System Administrator': 'Admin', 'Standard User': 'Standard' };

type Assignment = { profile: string; object: string; recordType: string | undefined };

/** The name of the layout that a profile assigns to records of a record type. */
function assignedLayout(
  profiles: readonly NamedBody[],
  { profile, object, recordType }: Assignment,
): string | undefined {
  const own = profiles.find(({ fullName }) => fullName === (profileFiles[profile] ?? profile));
  const assignments = own === undefined ? [] : children(own.body, 'layoutAssignments');
  const isFor = (type: string | undefined) => (assignment: XmlElement) =>
    childText(assignment, 'recordType') === type && childText(assignment, 'layout')?.startsWith(`${object}-`) === true;
  const found =
    (recordType === undefined ? undefined : assignments.find(isFor(`${object}.${recordType}`))) ??
    assignments.find(isFor(undefined));
  return found === undefined ? undefined : childText(found, 'layout');
}

/** The deployed layout of an object for a profile and record type: the one assigned, else the first. */
export function findLayout(
  { layouts, profiles }: { layouts: readonly NamedBody[]; profiles: readonly NamedBody[] },
  assignment: Assignment,
): PlannedLayout | undefined {
  const own = layouts.filter(({ fullName }) => fullName.startsWith(`${assignment.object}-`));
  const assigned = assignedLayout(profiles, assignment);
  const layout = own.find(({ fullName }) => fullName === assigned) ?? own[0];
  return layout === undefined ? undefined : readLayout(layout);
}
