export type { Automation } from './automation/automation.ts';
export type { AutomationStub, Callout, CalloutResult } from './automation/automation-stub.ts';
export { openOrg } from './open-org.ts';
export { OrgError } from './org-error.ts';
export type * from './org.ts';
export { localPassword } from './server/client-app.ts';
export { adminUsername, integrationUsername, startOrg } from './server/start-org.ts';
export type { NewFault } from './server/faults.ts';
export type { RunningOrg, StartOptions } from './server/start-org.ts';
