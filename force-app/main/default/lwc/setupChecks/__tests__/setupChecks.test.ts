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
  unusedSets,
  windowsCheck,
} from 'c/setupChecks';
import type { PermissionSetRow } from 'c/setupChecks';
import type { ScoreGoal } from 'c/scoringGoal';
import type { Connection } from '@plumbline/contract';

const goal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Object__c: 'Lead',
  Active__c: true,
  Score_Field__c: 'Lead.Predictive_Score__c',
} as ScoreGoal;
const manager = { canManage: true };
const connection: Connection = {
  version: '1.2.3',
  contractVersion: 1,
  rights: 'manage',
  checks: [
    { name: 'Org', isDone: true, detail: 'Reached.' },
    { name: 'Inputs', isDone: false, detail: 'Lead.Industry', action: 'Grant it.' },
  ],
};
const set = (name: string, userCount: number): PermissionSetRow => ({ id: name, name, label: name, userCount });
const info = (apiName: string, ...bases: string[]): ObjectInfo =>
  ({
    apiName,
    fields: Object.fromEntries(
      [
        ...bases.flatMap((base) =>
          ['__c', '_Band__c', '_Percentile__c', '_Scored_At__c', '_Factors__c'].map((end) => base + end),
        ),
        'Industry',
      ].map((name) => [name, { apiName: name, label: `The ${name}`, dataType: 'String' }]),
    ),
  }) as ObjectInfo;

describe('the connection', () => {
  it('is done when every check is, missing when one is not, and reports a failed request', () => {
    expect(connectionCheck({}, manager).state).toBe('checking');
    expect(connectionCheck({ failure: 'No answer.' }, manager)).toEqual({ state: 'missing', detail: 'No answer.' });
    expect(connectionCheck({ value: connection }, manager).state).toBe('missing');
    const whole = { ...connection, checks: connection.checks.slice(0, 1) };
    expect(connectionCheck({ value: whole }, manager).state).toBe('done');
    expect(connectionCheck({ value: whole }, { canManage: false }).state).toBe('unknown');
    const unknown = { name: 'Records', isDone: false, isUnknown: true, detail: 'Not known.' };
    expect(connectionCheck({ value: { ...whole, checks: [...whole.checks, unknown] } }, manager).state).toBe('done');
  });
});

describe('permission sets', () => {
  it('are done when admins, reps and the service have theirs; reviewers are not in every org', () => {
    const credentials = [set('ScoringAdminCredential', 1), set('ScoringUserCredential', 2)];
    const all = [set('ScoringAdmin', 1), set('ScoringUser', 2), set('ScoringIntegration', 1), ...credentials];
    expect(permissionCheck({ value: [...all, set('ScoringModelViewer', 0)] }, manager).state).toBe('done');
    expect(permissionCheck({ value: [...all.slice(1), set('ScoringAdmin', 0)] }, manager).state).toBe('missing');
    for (const { name } of all)
      expect(permissionCheck({ value: all.filter((one) => one.name !== name) }, manager).state).toBe('missing');
    expect(permissionCheck({}, manager).state).toBe('checking');
    expect(permissionCheck({ value: all }, { canManage: false }).state).toBe('unknown');
  });
});

describe('flows', () => {
  const flows = [
    ...['Evaluate_Predictive_Scores', 'Evaluate_Qualified_Lead', 'Late_Score_Run_Alerts', 'Notify_Scoring_Admins'],
    ...['Score_Run_Alerts', 'Take_Score_Of_Closed_Lead'],
  ].map((name) => ({ name, label: name.replaceAll('_', ' '), isActive: true }));

  it('are done when each flow of the package is active, and missing when one is not or was deleted', () => {
    expect(flowsCheck({ value: flows }, manager).state).toBe('done');
    for (const { name } of flows) {
      const off = flows.map((flow) => ({ ...flow, isActive: flow.name !== name }));
      expect(flowsCheck({ value: off }, manager).state).toBe('missing');
      expect(flowsCheck({ value: flows.filter((flow) => flow.name !== name) }, manager).state).toBe('missing');
    }
  });

  it('are being checked until they are read, and only managers know', () => {
    expect(flowsCheck({}, manager).state).toBe('checking');
    expect(flowsCheck({ failure: 'No.' }, manager)).toEqual({ state: 'missing', detail: 'No.' });
    expect(flowsCheck({ value: flows }, { canManage: false }).state).toBe('unknown');
  });
});

describe('what every goal needs', () => {
  it('is missing without a goal, done when each active one has it, and does not count those switched off', () => {
    const off = { ...goal, Id: 'off', Active__c: false };
    const row = { id: goal.Id, name: 'Goal', object: 'Leads', text: '', isDone: true };
    expect(goalsCheck([], []).state).toBe('missing');
    expect(goalsCheck([goal], [row]).state).toBe('done');
    expect(goalsCheck([goal, off], [row, { ...row, id: 'off', isDone: false }]).state).toBe('done');
    expect(goalsCheck([off], [{ ...row, id: 'off', isDone: false }]).state).toBe('missing');
  });

  it('are statuses that the picklist has', () => {
    const statuses = [{ value: 'Open', label: 'Offen' }];
    expect(statusRow({ ...goal, Qualified_Statuses__c: 'Open' }, statuses)).toMatchObject({
      text: 'Offen',
      isDone: true,
    });
    expect(statusRow({ ...goal, Qualified_Statuses__c: 'Gone' }, statuses).isDone).toBe(false);
    expect(statusRow({ ...goal, Qualified_Statuses__c: 'Gone' }, undefined)).toMatchObject({
      text: 'Gone',
      isDone: true,
    });
    expect(statusRow(goal, statuses).isDone).toBe(false);
    expect(statusRow({ ...goal, Object__c: 'Account' }, statuses).isDone).toBe(true);
  });

  it('are fields that somebody has decided about and that are there', () => {
    const infos = { Lead: info('Lead') };
    const withSettings = (settings: object): ScoreGoal => ({ ...goal, Settings__c: JSON.stringify(settings) });
    expect(mappingRow(goal, infos).isDone).toBe(false);
    expect(mappingRow(withSettings({ extraFields: [] }), infos).isDone).toBe(true);
    expect(mappingRow(withSettings({ needTypeField: 'industry' }), infos).isDone).toBe(true);
    expect(mappingRow(withSettings({ excludedFields: ['Gone__c'] }), infos).isDone).toBe(false);
    expect(mappingRow(withSettings({ excludedFields: ['Gone__c'] }), {}).isDone).toBe(true);
    expect(mappingRow({ ...goal, Settings__c: '{' }, infos)).toMatchObject({
      text: 'c.Setup_Settings_Unreadable',
      isDone: false,
    });
    const all = { ...infos, Account: info('Account') };
    for (const [name, isDone] of [
      ['Account.Industry', true],
      ['Account.Gone__c', false],
      ['Industry__r.Name', false],
    ] as const) {
      expect(mappingRow(withSettings({ extraFields: [name] }), all).isDone).toBe(isDone);
    }
    expect(mappingRow(withSettings({ accountCategoryField: 'Industry' }), all).isDone).toBe(true);
    expect(mappingRow(withSettings({ accountCategoryField: 'Gone__c' }), all).isDone).toBe(false);
    expect(sensitiveRow(goal, infos).isDone).toBe(false);
    expect(sensitiveRow(withSettings({ sensitiveFields: [] }), infos).isDone).toBe(true);
    expect(sensitiveRow(withSettings({ sensitiveFields: ['Gone__c'] }), infos).isDone).toBe(false);
  });

  it('are limits, which always have a default', () => {
    expect(thresholdRow(goal).isDone).toBe(true);
    expect(thresholdRow({ ...goal, Settings__c: '{"thresholds":{"auc":"x"}}' }).isDone).toBe(false);
  });
});

describe('background updates', () => {
  const window = { Id: '1', Name: 'Nights', Active__c: true };
  it('need a window that is active', () => {
    const on = { ...goal, Background_Update__c: true };
    expect(windowsCheck({ value: [window] }).state).toBe('done');
    expect(windowsCheck({ value: [{ ...window, Active__c: false }] }).state).toBe('missing');
    expect(windowsCheck({}).state).toBe('checking');
    expect(backgroundCheck([on], [backgroundRow(on)], [window]).state).toBe('done');
    expect(backgroundCheck([on], [backgroundRow(on)], undefined).state).toBe('done');
    expect(backgroundCheck([on], [backgroundRow(on)], [])).toEqual({
      state: 'missing',
      detail: 'c.Setup_Background_No_Window',
    });
    expect(backgroundCheck([goal], [backgroundRow(goal)], [window]).state).toBe('missing');
  });
});

describe('score fields', () => {
  it('are orphaned when no goal writes to them, but those of the package wait for one', () => {
    const infos = {
      Lead: info('Lead', 'Predictive_Score', 'Second_Score'),
      Account: info('Account', 'Predictive_Score'),
    };
    const sets = unusedSets([goal], infos);
    expect(sets.map(({ scoreField, isPackaged }) => [scoreField, isPackaged])).toEqual([
      ['Lead.Second_Score__c', false],
      ['Account.Predictive_Score__c', true],
    ]);
    expect(orphansCheck(sets, true).state).toBe('missing');
    expect(orphansCheck(sets.slice(1), true).state).toBe('done');
    expect(orphansCheck([], false).state).toBe('checking');
  });
});

it('pages are never called done', () => {
  expect(pagesCheck().state).toBe('unknown');
});
