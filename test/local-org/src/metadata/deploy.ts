import type { Engine } from '../engine.ts';
import type { DeployMessage, DeployOutcome } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { ensureTable } from '../storage/tables.ts';
import { buildMetadata } from './build-schema.ts';
import type { BuiltMetadata, GivenNames } from './metadata-build.ts';
import { checkCode } from './check-code.ts';
import { componentKey } from './component.ts';
import { deleteData, refusalToDelete } from './delete-components.ts';
import { MetadataStore } from './metadata-store.ts';
import type { ReadPackage } from './package-files.ts';
import { describeArrived, describeBroken, planDeploy } from './plan-deploy.ts';
import type { DeployPlan } from './plan-deploy.ts';
import { findReference, referencedElsewhere } from './references-elsewhere.ts';
import { savePermissions } from './save-permissions.ts';
import { saveSetupRows } from './save-setup-rows.ts';

/** The name under which deploys are counted in the org's file. */
export const metadataRevision = '_metadata';

/** Throws `OrgError` (INSUFFICIENT_ACCESS) for anybody who may not customise the org. */
export function requireAdministrator({ access }: Engine, userId: string): void {
  if (access.of(userId).hasSystemPermission('CustomizeApplication')) return;
  throw new OrgError('INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id', { status: 403 });
}

/**
 * Deploys a package: all of it or, on any problem or for a check, nothing. Only administrators may.
 * Throws `OrgError` (INSUFFICIENT_ACCESS) for anybody else.
 */
export function deployPackage(
  engine: Engine,
  userId: string,
  { contents, checkOnly }: { contents: ReadPackage; checkOnly: boolean },
): DeployOutcome {
  requireAdministrator(engine, userId);
  const store = new MetadataStore(engine.database);
  const plan = planDeploy(contents, store.components());
  const names = { keyPrefixOf: store.keyPrefixes(), recordTypeIdOf: store.recordTypeIds() };
  const built = buildMetadata(plan.components, names);
  built.problems.push(...checkCode(plan.components));
  const messages = [
    ...describeArrived(plan, built),
    ...plan.messages.map((message) => refuseDeletion(engine, plan, message)),
    ...describeBroken(contents, plan, built),
  ];
  const success = messages.every((message) => message.success);
  if (success && !checkOnly) {
    engine.database.transaction(() => {
      applyPlan(engine, { plan, built, store, names, userId });
    });
  }
  return { success, messages };
}

function refuseDeletion(engine: Engine, { deleted, components }: DeployPlan, message: DeployMessage): DeployMessage {
  if (!message.deleted) return message;
  const component = deleted.find((one) => one.type === message.componentType && one.fullName === message.fullName);
  if (component === undefined) return message;
  const reference = findReference(component, components);
  const problem = reference ? referencedElsewhere(component, reference) : refusalToDelete(engine, component);
  if (problem === undefined) return message;
  return { ...message, success: false, changed: false, deleted: false, problem, problemType: 'Error' };
}

type Application = {
  plan: DeployPlan;
  built: BuiltMetadata;
  store: MetadataStore;
  names: GivenNames;
  userId: string;
};

/** Makes the metadata the org's own: components, tables, key prefixes, rows of permission sets. */
function applyPlan(engine: Engine, { plan, built, store, names, userId }: Application): void {
  const { deleted, trimmed, arrived } = plan;
  deleteData(engine, engine.metadata.schema, deleted);
  for (const component of deleted) store.delete(component);
  for (const component of [...arrived.values(), ...trimmed]) store.save(component);
  // What comes and goes in one deploy is gone: destructive changes after it have the last word.
  const kept = new Set(plan.components.map(componentKey));
  for (const component of arrived.values()) if (!kept.has(componentKey(component))) store.delete(component);
  for (const object of built.schema.objects) {
    ensureTable(engine.database, object);
    if (object.custom && !object.name.endsWith('__History'))
      store.saveKeyPrefix(object.name, names.keyPrefixOf(object.name));
    for (const { developerName, id } of object.recordTypes) {
      store.saveRecordTypeId(`${object.name}.${developerName}`, id);
    }
  }
  engine.metadata = built;
  engine.revision = engine.ids.nextNumber(metadataRevision);
  saveSetupRows(engine, userId);
  savePermissions(engine, { userId, deployed: new Set([...arrived.keys(), ...trimmed.map(componentKey)]) });
  engine.access.forget();
}
