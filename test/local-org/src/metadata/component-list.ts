import type { Engine } from '../engine.ts';
import type { BuiltMetadata } from './metadata-build.ts';
import type { Component } from './component.ts';
import { MetadataStore } from './metadata-store.ts';

const kept = new WeakMap<BuiltMetadata, Map<string, Component[]>>();

/** The deployed components of a type; read once a deploy. */
export function listComponents({ database, metadata }: Engine, type: string): readonly Component[] {
  let byType = kept.get(metadata);
  if (byType === undefined) {
    byType = Map.groupBy(new MetadataStore(database).components(), (component) => component.type);
    kept.set(metadata, byType);
  }
  return byType.get(type) ?? [];
}
