import type { Schema } from '../schema/schema.ts';
import type { Component, Place } from './component.ts';
import type { MetadataRecord } from './custom-metadata.ts';
import type { PermissionSetContent } from './permission-set.ts';

/** The org as its metadata describes it, and what is wrong with the metadata. */
export type BuiltMetadata = {
  schema: Schema;
  /** Of custom metadata types. */
  metadataRecords: MetadataRecord[];
  permissionSets: Map<string, PermissionSetContent>;
  customPermissions: Map<string, { label: string; description: string | undefined }>;
  problems: { component: Component; problem: string; element: string | undefined; place: Place | undefined }[];
};

/** What the org has named for good: key prefixes of objects, ids of record types. */
export type GivenNames = { keyPrefixOf: (object: string) => string; recordTypeIdOf: (fullName: string) => string };

/** Metadata while it is being built. */
export type Build = BuiltMetadata & {
  byType: (type: string) => Component[];
  /** Runs `work`; a problem in it is noted against the component. */
  attempt: (component: Component, work: () => void) => void;
};
