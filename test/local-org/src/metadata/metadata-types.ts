import { readFileSync } from 'node:fs';

/** A type of metadata as `describeMetadata` lists it: its folder and file names. */
export type MetadataType = {
  name: string;
  /** The folder in a package. */
  folder: string;
  /** How its files end; undefined for bundles, which are folders. */
  suffix?: string;
  /** Its content has a companion `-meta.xml`. */
  hasMetaFile?: boolean;
  /** Its files are in folders of their own. */
  inFolder?: boolean;
  /** Components of their own that are kept in its file. */
  parts?: readonly MetadataPart[];
  /** Elements that a manifest can name though they are kept as elements of their owner. */
  elements?: readonly MetadataPart[];
};

/** A component of its own that is kept in the file of another, as an element of this name. */
export type MetadataPart = { element: string; type: string };

const partsOf = (parts: Readonly<Record<string, string>>): MetadataPart[] =>
  Object.entries(parts).map(([element, name]) => ({ element, type: name }));

export const objectParts: readonly MetadataPart[] = partsOf({
  fields: 'CustomField',
  validationRules: 'ValidationRule',
  listViews: 'ListView',
  recordTypes: 'RecordType',
  fieldSets: 'FieldSet',
  compactLayouts: 'CompactLayout',
  webLinks: 'WebLink',
  businessProcesses: 'BusinessProcess',
  sharingReasons: 'SharingReason',
  indexes: 'Index',
});

const componentParts: Readonly<Record<string, readonly MetadataPart[]>> = {
  CustomObject: objectParts,
  CustomLabels: partsOf({ labels: 'CustomLabel' }),
};

const elementsOf: Readonly<Record<string, readonly MetadataPart[]>> = {
  AssignmentRules: partsOf({ assignmentRule: 'AssignmentRule' }),
  AutoResponseRules: partsOf({ autoResponseRule: 'AutoResponseRule' }),
  EscalationRules: partsOf({ escalationRule: 'EscalationRule' }),
  MatchingRules: partsOf({ matchingRules: 'MatchingRule' }),
  SharingRules: partsOf({
    sharingCriteriaRules: 'SharingCriteriaRule',
    sharingGuestRules: 'SharingGuestRule',
    sharingOwnerRules: 'SharingOwnerRule',
    sharingTerritoryRules: 'SharingTerritoryRule',
  }),
  Workflow: partsOf({
    alerts: 'WorkflowAlert',
    fieldUpdates: 'WorkflowFieldUpdate',
    flowActions: 'WorkflowFlowAction',
    knowledgePublishes: 'WorkflowKnowledgePublish',
    outboundMessages: 'WorkflowOutboundMessage',
    rules: 'WorkflowRule',
    send: 'WorkflowSend',
    tasks: 'WorkflowTask',
  }),
};

function readType(line: string): MetadataType {
  const [name = '', folder = '', suffix = '', kind = ''] = line.split(',');
  const parts = componentParts[name];
  const elements = elementsOf[name];
  return {
    ...{ name, folder },
    ...(suffix === '' ? {} : { suffix }),
    ...(kind.includes('content') ? { hasMetaFile: true } : {}),
    ...(kind.includes('folders') ? { inFolder: true } : {}),
    ...(parts === undefined ? {} : { parts }),
    ...(elements === undefined ? {} : { elements }),
  };
}

/** Every type of the Metadata API that the `sf` CLI can deploy; a test compares the two lists. */
export const metadataTypes: readonly MetadataType[] = readFileSync(
  new URL('metadata-types.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map(readType);

/** The folders of templates are not called after them. */
const folderName = (name: string): string => (name === 'EmailTemplate' ? 'EmailFolder' : `${name}Folder`);

/** The folders of types that live in them: components too, in `reports/Name-meta.xml`, though no type lists them. */
const folderTypes = metadataTypes
  .filter(({ inFolder }) => inFolder === true)
  .map(({ name, folder }): MetadataType => ({
    ...{ name: folderName(name), folder },
    suffix: folderName(name).replace(/^./, (first) => first.toLowerCase()),
  }));

const byFolder = Map.groupBy(metadataTypes, ({ folder }) => folder);
const byName = new Map([...metadataTypes, ...folderTypes].map((one) => [one.name, one]));

type Owned = { owner: MetadataType; part: MetadataPart };

const ownersBy = (list: 'parts' | 'elements'): Map<string, Owned> =>
  new Map(metadataTypes.flatMap((owner) => (owner[list] ?? []).map((part) => [part.type, { owner, part }])));

const byPart = ownersBy('parts');
const byElement = ownersBy('elements');

/** Whether files of some type are in this folder of a package. */
export const isTypeFolder = (folder: string): boolean => byFolder.has(folder);

/** The type of a file of a package by its folder and, where several types share one, by how it ends. */
export function typeOfFile(folder: string, file: string): MetadataType | undefined {
  const types = byFolder.get(folder) ?? [];
  const bare = file.replace(/-meta\.xml$/, '');
  return types.find(({ suffix }) => suffix !== undefined && bare.endsWith(`.${suffix}`)) ?? types[0];
}

export const typeNamed = (name: string): MetadataType | undefined => byName.get(name);
export const partNamed = (name: string): MetadataPart | undefined => byPart.get(name)?.part;
export const isKnownType = (name: string): boolean => byName.has(name) || byPart.has(name) || byElement.has(name);
export const isFolderType = (type: MetadataType): boolean => folderTypes.includes(type);

/** The component in whose file another is kept: `CustomObject` Lead for a field of leads. */
export function ownerOf({ type: name, fullName }: Named): Named | undefined {
  const owner = byPart.get(name)?.owner.name;
  if (owner === undefined) return undefined;
  // All labels of an org are in one file.
  return { type: owner, fullName: owner === 'CustomLabels' ? owner : (fullName.split('.')[0] ?? '') };
}

/** The component that keeps another as an element, and the element: `Workflow` Lead, `rules`, for a rule of leads. */
export function keeperOf({ type: name, fullName }: Named): { owner: Named; element: string; name: string } | undefined {
  const found = byElement.get(name);
  if (found === undefined) return undefined;
  const dot = fullName.indexOf('.');
  const owner = { type: found.owner.name, fullName: fullName.slice(0, Math.max(0, dot)) };
  return { owner, element: found.part.element, name: fullName.slice(dot + 1) };
}

/** The other name of a folder of reports: `Report` Sales for `ReportFolder` Sales. */
export function folderNamed({ type: name, fullName }: Named): Named | undefined {
  return byName.get(name)?.inFolder === true ? { type: folderName(name), fullName } : undefined;
}

type Named = { type: string; fullName: string };

/** Whether a type is deployed as a folder of files. */
export const isBundle = ({ suffix }: MetadataType): boolean => suffix === undefined;

/** The element at the root of a component's file: the settings of cases are `CaseSettings`. */
export const rootOf = ({ type, fullName }: Named): string => (type === 'Settings' ? `${fullName}Settings` : type);
