import type { Org } from '../org.ts';
import { keptElements } from '../metadata/kept-elements.ts';
import { isBundle, isKnownType, keeperOf, metadataTypes, typeNamed } from '../metadata/metadata-types.ts';
import type { MetadataType } from '../metadata/metadata-types.ts';
import { filePath } from '../metadata/retrieve.ts';
import { OrgError } from '../org-error.ts';

function childNames({ parts = [], elements = [] }: MetadataType): { childXmlNames?: string[] } {
  const names = [...parts, ...elements].map(({ type }) => type);
  return names.length === 0 ? {} : { childXmlNames: names };
}

/** What `describeMetadata` answers: every type with its folder, suffix and parts. */
export const describeMetadata = (): Record<string, unknown> => ({
  metadataObjects: metadataTypes.map((type) => ({
    ...childNames(type),
    directoryName: type.folder,
    inFolder: type.inFolder === true,
    metaFile: type.hasMetaFile === true,
    ...(isBundle(type) ? {} : { suffix: type.suffix }),
    xmlName: type.name,
  })),
  organizationNamespace: '',
  partialSaveAllowed: false,
  testRequired: false,
});

export type FileProperties = Record<string, string>;

/** The platform's values for components that were never changed. */
const beginning = '1970-01-01T00:00:00.000Z';

/** The full name of a user. */
export const nameOfUser = ({ inspect }: Org, userId: string): string =>
  String(inspect('SELECT "Name" FROM "User" WHERE "Id" = ?', userId)[0]?.['Name'] ?? '');

/** The file properties of a component. */
export function fileProperties(
  org: Org,
  userId: string,
  { type, fullName }: { type: string; fullName: string },
): FileProperties {
  const record = org.components(type).find((component) => component.fullName === fullName)?.record;
  const createdById = record?.createdById ?? userId;
  const lastModifiedById = record?.lastModifiedById ?? createdById;
  return {
    createdById,
    createdByName: nameOfUser(org, createdById),
    createdDate: record?.createdDate ?? beginning,
    fileName: filePath({ type, fullName }),
    fullName,
    id: record?.id ?? '',
    lastModifiedById,
    lastModifiedByName: nameOfUser(org, lastModifiedById),
    lastModifiedDate: record?.lastModifiedDate ?? beginning,
    manageableState: 'unmanaged',
    type,
  };
}

/** A query of `listMetadata`; reports and similar types are listed by folder. */
export type ListQuery = { type: string; folder?: string | undefined };

/**
 * What `listMetadata` answers for a type.
 *
 * @throws OrgError `INVALID_TYPE` for a type that the org does not know
 */
export function listMetadata(org: Org, userId: string, { type, folder }: ListQuery): FileProperties[] {
  if (!isKnownType(type)) {
    throw new OrgError(
      'INVALID_TYPE',
      `INVALID_TYPE: This type of metadata is not available for this organization: ${type}`,
    );
  }
  const isInFolder = ({ fullName }: { fullName: string }): boolean =>
    typeNamed(type)?.inFolder !== true || (folder !== undefined && fullName.startsWith(`${folder}/`));
  const keeper = keeperOf({ type, fullName: '' })?.owner.type;
  const components =
    keeper === undefined
      ? org.components(type)
      : org
          .components(keeper)
          .flatMap(keptElements)
          .filter((element) => element.type === type);
  const deployed = components.filter(isInFolder).map(({ fullName }) => fullName);
  const standard =
    type === 'CustomObject'
      ? org
          .describeGlobal(userId)
          .filter(({ custom, layoutable }) => !custom && layoutable)
          .map(({ name }) => name)
      : [];
  return [...new Set([...deployed, ...standard])].map((fullName) => fileProperties(org, userId, { type, fullName }));
}
