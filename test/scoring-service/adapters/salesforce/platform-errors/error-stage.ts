import { strToU8 } from 'fflate';
import type { Goal } from '@plumbline/contract';
import type { SalesforceOptions } from '../../../../../scoring-service/src/adapters/salesforce/salesforce.ts';
import type { ScoreWrite } from '../../../../../scoring-service/src/domain/scoring/score.ts';
import type { Salesforce } from '../../../../../scoring-service/src/ports/adapters.ts';
import { adminUsername, integrationUsername } from '../../../../local-org/src/index.ts';
import type { NewFault, RunningOrg } from '../../../../local-org/src/index.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from '../connected-org.ts';

const xml = (type: string, content: string): Uint8Array =>
  strToU8(`<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>`);

const field = (name: string, type: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</fields>`;

const number = '<precision>18</precision><scale>0</scale>';

/** A set of score fields in which every rule of the platform can be broken: unique, required, short, validated. */
const strictFields = xml(
  'CustomObject',
  field('Strict__c', 'Number', `${number}<unique>true</unique>`) +
    field('Strict_Band__c', 'Text', '<length>10</length><required>true</required>') +
    field('Strict_Percentile__c', 'Number', number) +
    field('Strict_Scored_At__c', 'DateTime') +
    field('Strict_Factors__c', 'LongTextArea', '<length>32768</length><visibleLines>3</visibleLines>') +
    '<validationRules><fullName>No_Thirteen</fullName><active>true</active>' +
    '<errorConditionFormula>Strict__c = 13</errorConditionFormula>' +
    '<errorMessage>Nobody scores thirteen.</errorMessage></validationRules>',
);

const strictAccess = xml(
  'PermissionSet',
  ['Strict__c', 'Strict_Percentile__c', 'Strict_Scored_At__c', 'Strict_Factors__c']
    .map(
      (name) =>
        `<fieldPermissions><editable>true</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`,
    )
    .join('') + '<label>Strict</label>',
);

/** The ways to write scores, with the setting that selects each. */
export const ways = [
  { way: 'collections', mostCollectionWrites: 2000 },
  { way: 'Bulk API 2.0', mostCollectionWrites: 0 },
] as const;

/** The service's adapter against a running org, with its delays recorded instead of waited for. */
export type ErrorStage = {
  running: RunningOrg;
  goal: Goal;
  /** A goal whose score fields are strict. */
  strictGoal: Goal;
  leadIds: string[];
  plant(fault: NewFault): void;
  connect(options?: Partial<SalesforceOptions>): Salesforce & { waits: number[] };
};

function deployStrictFields({ org }: RunningOrg): void {
  const admin = org.userId(adminUsername) ?? '';
  const { success, messages } = org.deploy(admin, [
    { path: 'objects/Lead.object', content: strictFields },
    { path: 'permissionsets/Strict.permissionset', content: strictAccess },
  ]);
  if (!success) throw new Error(JSON.stringify(messages.filter((message) => !message.success)));
}

export async function openErrorStage(): Promise<ErrorStage> {
  const running = await startScoringOrg();
  const leadIds = running.org.transaction(() =>
    Array.from({ length: 450 }, (_, index) => insert(running, 'Lead', { LastName: `Lead ${index}`, Company: 'C' })),
  );
  deployStrictFields(running);
  running.org.assignPermissionSet(running.org.userId(integrationUsername) ?? '', 'Strict');
  running.org.assignPermissionSet(running.org.userId('rep@local.org') ?? '', 'ScoringUser');
  const goal = await connectTo(running).readGoal(insertGoal(running));
  return {
    running,
    goal,
    strictGoal: { ...goal, scoreField: 'Strict__c' },
    leadIds,
    plant: (fault) => running.faults.plant(fault),
    connect(options = {}) {
      const waits: number[] = [];
      const salesforce = connectTo(running, { sleep: async (ms) => void waits.push(ms), ...options });
      return { ...salesforce, waits };
    },
  };
}

export const scoreOf = (recordId: string, score: number, changed: Partial<ScoreWrite> = {}): ScoreWrite => ({
  recordId,
  score,
  band: 'Low',
  percentile: 50,
  scoredAt: '2026-03-01T10:00:00.000Z',
  factors: '[]',
  ...changed,
});

/** The scores in the org, by record. */
export function storedScores(
  { running }: ErrorStage,
  ids: readonly string[],
  column = 'Predictive_Score__c',
): unknown[] {
  return ids.map(
    (id) => running.org.inspect(`SELECT "${column}" AS score FROM "Lead" WHERE "Id" = ?`, id)[0]?.['score'],
  );
}
