import type { Org } from '../org.ts';
import { isBundle, metadataTypes, objectParts, partNamed, typeNamed } from '../metadata/metadata-types.ts';
import { splitFullName } from '../metadata/component.ts';
import { OrgError } from '../org-error.ts';

/** What `describeMetadata` answers: every type with its folder, suffix and parts. */
export const describeMetadata = (): Record<string, unknown> => ({
  metadataObjects: metadataTypes.map((type) => ({
    ...(type.name === 'CustomObject' ? { childXmlNames: objectParts.map((part) => part.type) } : {}),
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

/** What the platform tells of a component's file. */
export function fileProperties(
  org: Org,
  userId: string,
  { type, fullName }: { type: string; fullName: string },
): FileProperties {
  const at = org.clock.now().toISOString();
  const { folder = 'objects', suffix } = typeNamed(type) ?? { suffix: 'object' };
  const stem = partNamed(type) === undefined ? fullName : splitFullName(fullName).object;
  return {
    createdById: userId,
    createdByName: 'Administrator',
    createdDate: at,
    fileName: suffix === undefined ? `${folder}/${stem}` : `${folder}/${stem}.${suffix}`,
    fullName,
    id: '',
    lastModifiedById: userId,
    lastModifiedByName: 'Administrator',
    lastModifiedDate: at,
    manageableState: 'unmanaged',
    type,
  };
}

/**
 * What `listMetadata` answers for a type.
 *
 * @throws OrgError `INVALID_TYPE` for a type that the org does not know
 */
export function listMetadata(org: Org, userId: string, type: string): FileProperties[] {
  if (typeNamed(type) === undefined && partNamed(type) === undefined) {
    throw new OrgError(
      'INVALID_TYPE',
      `INVALID_TYPE: This type of metadata is not available for this organization: ${type}`,
    );
  }
  const deployed = org.components(type).map(({ fullName }) => fullName);
  const standard =
    type === 'CustomObject'
      ? org
          .describeGlobal(userId)
          .filter(({ custom, layoutable }) => !custom && layoutable)
          .map(({ name }) => name)
      : [];
  return [...deployed, ...standard].map((fullName) => fileProperties(org, userId, { type, fullName }));
}
