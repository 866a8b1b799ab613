import type { OrgFeature } from '../schema/org-features.ts';
import type { PicklistEntry } from '../schema/describe.ts';
import type { Schema } from '../schema/schema.ts';
import type { Component, Place } from './component.ts';
import type { MetadataRecord } from './custom-metadata.ts';
import type { PermissionSetContent } from './permission-set.ts';
import type { SaveRules } from './save-rules.ts';

/** One value of a standard value set; `converted` is of lead statuses only. */
export type StandardValue = PicklistEntry & { converted: boolean };

/** The schema and rights built from the metadata, and the problems found. */
export type BuiltMetadata = {
  schema: Schema;
  /** Of custom metadata types. */
  metadataRecords: MetadataRecord[];
  permissionSets: Map<string, PermissionSetContent>;
  /** Values of deployed standard value sets, by name. */
  standardValues: Map<string, StandardValue[]>;
  /** Assignment and duplicate rules. */
  saveRules: SaveRules;
  customPermissions: Map<string, { label: string; description: string | undefined }>;
  problems: { component: Component; problem: string; element: string | undefined; place: Place | undefined }[];
};

/** Names that never change once assigned: key prefixes of objects, ids of record types. */
export type GivenNames = {
  keyPrefixOf: (object: string) => string;
  recordTypeIdOf: (fullName: string) => string;
  /** The features of the org, which add standard objects and fields. */
  features: ReadonlySet<OrgFeature>;
};

/** Metadata while it is being built. */
export type Build = BuiltMetadata & {
  byType: (type: string) => Component[];
  /** Runs `work` and records its problem for the component. */
  attempt: (component: Component, work: () => void) => void;
};
