import type { Org } from '../org.ts';
import { isBundle, isKnownType, metadataTypes } from '../metadata/metadata-types.ts';
import { filePath } from '../metadata/retrieve.ts';
import { OrgError } from '../org-error.ts';

/** What `describeMetadata` answers: every type with its folder, suffix and parts. */
export const describeMetadata = (): Record<string, unknown> => ({
  metadataObjects: metadataTypes.map((type) => ({
    ...(type.parts === undefined ? {} : { childXmlNames: type.parts.map((part) => part.type) }),
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
  return {
    createdById: userId,
    createdByName: 'Administrator',
    createdDate: at,
    fileName: filePath({ type, fullName }),
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
  if (!isKnownType(type)) {
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
