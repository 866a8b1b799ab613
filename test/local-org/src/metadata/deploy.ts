import type { Engine } from '../engine.ts';
import type { DeployMessage, DeployOutcome } from '../org.ts';
import { OrgError } from '../org-error.ts';
import { ensureTable } from '../storage/tables.ts';
import { buildMetadata } from './build-schema.ts';
import type { BuiltMetadata, GivenNames } from './metadata-build.ts';
import { checkCode } from './check-code.ts';
import { componentKey } from './component.ts';
import type { Component } from './component.ts';
import { nextComponentId } from './component-id.ts';
import { deleteData, refusalToDelete } from './delete-components.ts';
import { describeArrived, describeBroken, describeDeletions, isSame } from './describe-deploy.ts';
import type { CompiledCode } from './org-code.ts';
import { deploysFlowsAsActive, withInactiveFlows } from './inactive-flows.ts';
import { MetadataStore } from './metadata-store.ts';
import type { ReadPackage } from './package-files.ts';
import { planDeploy } from './plan-deploy.ts';
import type { DeployPlan } from './plan-deploy.ts';
import { saveApexRows, saveFlowViews, saveNotificationTypes } from './save-apex-rows.ts';
import { savePermissionSetGroups } from './permission-set-group.ts';
import { saveGroups } from './save-groups.ts';
import { savePermissions } from './save-permissions.ts';
import { saveSetupRows } from './save-setup-rows.ts';
import { withoutFailed } from './without-failed.ts';

/** The name under which deploys are counted in the org's file. */
export const metadataRevision = '_metadata';

/** Throws `OrgError` (INSUFFICIENT_ACCESS) unless the user may customise the org. */
export function requireAdministrator({ access }: Engine, userId: string): void {
  if (access.of(userId).hasSystemPermission('CustomizeApplication')) return;
  throw new OrgError('INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id', { status: 403 });
}

export type DeployRequest = {
  contents: ReadPackage;
  checkOnly: boolean;
  ignoreWarnings: boolean;
  /** Whether valid components are rolled back when another component fails. */
  rollbackOnError: boolean;
  /** Called while everything is deployed, for instance to run tests; unless it agrees, nothing stays changed. */
  approve?: () => boolean;
};

/**
 * Deploys a package: all of it or, on any problem or for a check, nothing; without rollback, its valid components.
 * Throws `OrgError` (INSUFFICIENT_ACCESS) unless the user is an administrator.
 */
export function deployPackage(engine: Engine, userId: string, request: DeployRequest): DeployOutcome {
  requireAdministrator(engine, userId);
  const store = new MetadataStore(engine.database);
  const names = { keyPrefixOf: store.keyPrefixes(), recordTypeIdOf: store.recordTypeIds(), features: engine.features };
  const present = store.components();
  const check = (contents: ReadPackage): Checked =>
    checkPackage(engine, { contents, present, names, ignoreWarnings: request.ignoreWarnings });
  const flowsStay = !engine.isProduction || deploysFlowsAsActive(present);
  let checked = check(flowsStay ? request.contents : withInactiveFlows(request.contents, present));
  const dropped: DeployMessage[] = [];
  while (!request.rollbackOnError && checked.failures.length > 0) {
    const rest = withoutFailed(checked.contents, checked.failures);
    if (rest === undefined) break;
    dropped.push(...checked.failures);
    checked = check(rest);
  }
  const isSound = checked.failures.length === 0;
  const isPartial = isSound && dropped.length > 0 && checked.messages.length > 0;
  if (isSound && (!request.checkOnly || request.approve !== undefined)) {
    applyWhenApproved(engine, { ...checked, store, names, userId }, request);
  }
  return { success: isSound && dropped.length === 0, isPartial, messages: [...dropped, ...checked.messages] };
}

/** Applies a plan, and undoes it where it is only checked or not approved. */
function applyWhenApproved(
  engine: Engine,
  application: Application,
  { checkOnly, approve }: Pick<DeployRequest, 'checkOnly' | 'approve'>,
): void {
  const open = engine.database.begin();
  const isKept = ((): boolean => {
    try {
      applyPlan(engine, application);
      return (approve?.() ?? true) && !checkOnly;
    } catch (error) {
      open.rollback();
      throw error;
    }
  })();
  if (isKept) open.commit();
  else open.rollback();
}

type Checked = {
  contents: ReadPackage;
  plan: DeployPlan;
  built: BuiltMetadata;
  code: CompiledCode | undefined;
  messages: DeployMessage[];
  failures: DeployMessage[];
};

type Check = { contents: ReadPackage; present: readonly Component[]; names: GivenNames; ignoreWarnings: boolean };

/** The org as it would be with the package, and the messages of the deploy. */
function checkPackage(engine: Engine, { contents, present, names, ignoreWarnings }: Check): Checked {
  const plan = planDeploy(contents, present, { ignoreWarnings });
  const built = buildMetadata(plan.components, names);
  built.problems.push(...checkCode(plan.components));
  const code = engine.code.compile(plan.components, { built, changed: changedBy(plan) });
  const described = [
    ...describeArrived(plan, built),
    ...describeDeletions(plan, (component) => refusalToDelete(engine, component)),
  ];
  const refused = new Set(described.filter(({ success }) => !success).map(keyOfMessage));
  const messages = [
    ...described,
    ...describeBroken(contents, plan, built).filter((message) => !refused.has(keyOfMessage(message))),
  ];
  const failures = messages.filter(({ success }) => !success);
  const failed = new Set(failures.map(keyOfMessage));
  return {
    ...{ contents, plan, built, code, failures },
    // A component is reported either as deleted or as kept.
    messages: messages.filter((message) => !message.success || !failed.has(keyOfMessage(message))),
  };
}

const keyOfMessage = ({ componentType, fullName }: DeployMessage): string =>
  componentKey({ type: componentType, fullName });

const changedBy = ({ arrived, deleted, trimmed }: DeployPlan): Component[] => [
  ...arrived.values(),
  ...deleted,
  ...trimmed,
];

type Application = {
  plan: DeployPlan;
  built: BuiltMetadata;
  code: CompiledCode | undefined;
  store: MetadataStore;
  names: GivenNames;
  userId: string;
};

/** Makes the metadata the org's own: components, tables, key prefixes, rows of permission sets. */
function applyPlan(engine: Engine, { plan, built, code, store, names, userId }: Application): void {
  const { deleted, trimmed, arrived, present } = plan;
  const at = engine.clock.now().toISOString();
  deleteData(engine, engine.metadata.schema, deleted);
  for (const component of deleted) store.delete(component);
  for (const component of [...arrived.values(), ...trimmed]) {
    const known = present.get(componentKey(component));
    if (known !== undefined && isSame(component, known) && !deleted.includes(known)) continue;
    store.save(component);
    store.record(component, { id: known?.record?.id ?? nextComponentId(engine, component.type), at, userId });
  }
  // A component that is both deployed and deleted is deleted: destructive changes run last.
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
  engine.code.use(code, engine.revision);
  saveSetupRows(engine, userId);
  saveApexRows(engine);
  saveNotificationTypes(engine);
  saveFlowViews(engine);
  saveGroups(engine, { userId, deleted });
  savePermissions(engine, { userId, deployed: new Set([...arrived.keys(), ...trimmed.map(componentKey)]) });
  savePermissionSetGroups(engine, {
    userId,
    components: [...arrived.values()].filter((part) => kept.has(componentKey(part))),
  });
  engine.access.forget();
}
