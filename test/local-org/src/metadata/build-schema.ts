import { Schema } from '../schema/schema.ts';
import { buildDefinitions } from './build-objects.ts';
import { addRest } from './check-built.ts';
import { componentKey, MetadataProblem } from './component.ts';
import type { Component } from './component.ts';
import type { Build, BuiltMetadata, GivenNames } from './metadata-build.ts';

/** Builds schema and permissions from all components, deployed and new. Problems are values: nothing is thrown. */
export function buildMetadata(components: Iterable<Component>, names: GivenNames): BuiltMetadata {
  const all = [...components];
  const grouped = Map.groupBy(all, ({ type }) => type);
  const problems: BuiltMetadata['problems'] = [];
  const build: Build = {
    schema: new Schema([]),
    metadataRecords: [],
    permissionSets: new Map(),
    standardValues: new Map(),
    saveRules: { assignment: new Map(), duplicates: new Map() },
    customPermissions: new Map(),
    problems,
    byType: (type) => grouped.get(type) ?? [],
    attempt: (component, work) => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof MetadataProblem)) throw error;
        problems.push({ component, problem: error.message, element: error.element, place: error.place });
      }
    },
  };
  build.schema = new Schema(buildDefinitions(build, names));
  const keys = new Set(all.map(componentKey));
  addRest(build, all, (type, fullName) => keys.has(componentKey({ type, fullName })));
  return build;
}
