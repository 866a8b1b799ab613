import type { Engine } from '../engine.ts';
import type { DeployMessage, DeployOutcome } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { ensureTable } from '../storage/tables.ts';
import { buildMetadata } from './build-schema.ts';
import type { BuiltMetadata } from './build-schema.ts';
import { componentKey } from './component.ts';
import type { Component, DeployedComponent } from './component.ts';
import { MetadataStore } from './metadata-store.ts';
import type { ReadPackage } from './package-files.ts';
import { savePermissions } from './save-permissions.ts';

/** The name under which deploys are counted in the org's file. */
export const metadataRevision = '_metadata';

// The order in which an admin reads the answer: what others build on comes first.
const typeOrder = [
  'GlobalValueSet',
  'CustomObject',
  'CustomField',
  'CustomPermission',
  'ValidationRule',
  'PermissionSet',
];

/**
 * Deploys a package: all of it or, on any problem or for a check, nothing. Only administrators may.
 * Throws `OrgError` (INSUFFICIENT_ACCESS) for anybody else.
 */
export function deployPackage(
  engine: Engine,
  userId: string,
  { contents, checkOnly }: { contents: ReadPackage; checkOnly: boolean },
): DeployOutcome {
  if (!engine.access.of(userId).hasSystemPermission('CustomizeApplication')) {
    throw new OrgError('INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id', { status: 403 });
  }
  const store = new MetadataStore(engine.database);
  const known = new Map(store.components().map((component) => [componentKey(component), component]));
  const present = new Set(known.keys());
  const arrived = new Map(contents.components.map((component) => [componentKey(component), component]));
  for (const [key, component] of arrived) known.set(key, component);
  const keyPrefixOf = store.keyPrefixes();
  const built = buildMetadata(known.values(), keyPrefixOf);
  const messages = [
    ...describeComponents([...arrived.values()], { built, present }),
    ...describeProblems(contents, built, arrived),
  ];
  const success = messages.every((message) => message.success);
  if (success && !checkOnly) {
    engine.database.transaction(() => {
      for (const component of arrived.values()) store.save(component);
      applyMetadata(engine, built, { store, keyPrefixOf, userId, deployed: new Set(arrived.keys()) });
    });
  }
  return { success, messages };
}

type Application = {
  store: MetadataStore;
  keyPrefixOf: (object: string) => string;
  userId: string;
  deployed: Set<string>;
};

/** Makes the metadata the org's own: tables, key prefixes, rows of permission sets. */
function applyMetadata(
  engine: Engine,
  built: BuiltMetadata,
  { store, keyPrefixOf, userId, deployed }: Application,
): void {
  for (const object of built.schema.objects) {
    ensureTable(engine.database, object);
    if (object.custom && !object.name.endsWith('__History')) store.saveKeyPrefix(object.name, keyPrefixOf(object.name));
  }
  engine.metadata = built;
  engine.revision = engine.ids.nextNumber(metadataRevision);
  savePermissions(engine, { userId, deployed });
  engine.access.forget();
}

function describeComponents(
  components: DeployedComponent[],
  { built, present }: { built: BuiltMetadata; present: Set<string> },
): DeployMessage[] {
  const problems = new Map(built.problems.map(({ component, problem }) => [componentKey(component), problem]));
  const rank = ({ type }: Component): number => {
    const index = typeOrder.indexOf(type);
    return index < 0 ? typeOrder.length : index;
  };
  return components
    .toSorted((one, other) => rank(one) - rank(other))
    .map((component) => {
      const problem = problems.get(componentKey(component));
      const isNew = !present.has(componentKey(component));
      return {
        componentType: component.type,
        fullName: component.fullName,
        fileName: component.fileName,
        success: problem === undefined,
        created: problem === undefined && isNew,
        changed: problem === undefined,
        deleted: false,
        ...(problem === undefined ? {} : { problem, problemType: 'Error' as const }),
      };
    });
}

/** Files that could not be read, and components already in the org that the package would break. */
function describeProblems(
  contents: ReadPackage,
  built: BuiltMetadata,
  arrived: Map<string, DeployedComponent>,
): DeployMessage[] {
  const failure = { success: false, created: false, changed: false, deleted: false, problemType: 'Error' as const };
  return [
    ...contents.problems.map(({ fileName, problem, line, column }) => ({
      ...failure,
      componentType: '',
      fullName: fileName,
      fileName,
      problem,
      lineNumber: line,
      columnNumber: column,
    })),
    ...built.problems
      .filter(({ component }) => !arrived.has(componentKey(component)))
      .map(({ component, problem }) => ({
        ...failure,
        componentType: component.type,
        fullName: component.fullName,
        fileName: '',
        problem,
      })),
  ];
}
