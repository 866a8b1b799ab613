/** The eleven items of the setup checklist. */
import type { ScoreGoal } from 'c/scoringGoal';
import {
  backgroundCheck,
  backgroundRow,
  connectionCheck,
  flowsCheck,
  goalsCheck,
  mappingRow,
  orphansCheck,
  pagesCheck,
  permissionCheck,
  sensitiveRow,
  statusRow,
  thresholdRow,
  windowsCheck,
} from 'c/setupChecks';
import type { Loadable, Check, FlowRow, GoalRow, ObjectInfos, PermissionSetRow, UnusedSet } from 'c/setupChecks';
import { messageOf } from 'c/scoringText';
import type { MaintenanceWindow } from 'c/scoringWindow';
import type { Connection } from '@plumbline/contract';

export type Rows = {
  statuses: GoalRow[];
  mapping: GoalRow[];
  sensitive: GoalRow[];
  background: GoalRow[];
  thresholds: GoalRow[];
};

/** What a question came to. */
export async function load<Value>(ask: () => Promise<Value>): Promise<Loadable<Value>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

export const rowsOf = (
  goals: readonly ScoreGoal[],
  { infos, statuses }: { infos: ObjectInfos; statuses: readonly PicklistEntry[] | undefined },
): Rows => ({
  statuses: goals.map((goal) => statusRow(goal, statuses)),
  mapping: goals.map((goal) => mappingRow(goal, infos)),
  sensitive: goals.map((goal) => sensitiveRow(goal, infos)),
  background: goals.map(backgroundRow),
  thresholds: goals.map(thresholdRow),
});

type Known = {
  goals: readonly ScoreGoal[];
  rows: Rows;
  canManage: boolean;
  connection: Loadable<Connection>;
  permissionSets: Loadable<readonly PermissionSetRow[]>;
  flows: Loadable<readonly FlowRow[]>;
  windows: Loadable<readonly MaintenanceWindow[]>;
  sets: readonly UnusedSet[];
  /** Whether the fields of the objects have been read. */
  hasInfos: boolean;
};

export const checkEverything = ({
  goals,
  rows,
  canManage,
  connection,
  permissionSets,
  flows,
  windows,
  sets,
  hasInfos,
}: Known) => ({
  connection: connectionCheck(connection, { canManage }),
  permissions: permissionCheck(permissionSets, { canManage }),
  flows: flowsCheck(flows, { canManage }),
  statuses: goalsCheck(goals, rows.statuses),
  mapping: goalsCheck(goals, rows.mapping),
  sensitive: goalsCheck(goals, rows.sensitive),
  windows: windowsCheck(windows),
  background: backgroundCheck(goals, rows.background, windows.value),
  thresholds: goalsCheck(goals, rows.thresholds),
  orphans: orphansCheck(sets, hasInfos),
  pages: pagesCheck(),
});

export type Checks = Record<keyof ReturnType<typeof checkEverything>, Check>;
