import {
  countByDay,
  everything,
  filterRuns,
  formatDuration,
  goalsOf,
  isUnderWay,
  messagesOf,
  removalsOf,
  runsToAccept,
  severityLook,
  skippedReasonsOf,
  statusLook,
  timesByDay,
  wordFor,
} from 'c/scoringRun';

const run = { Id: '1', Goal__c: 'g1', Goal_Name__c: 'Won', Job_Type__c: 'Training', Status__c: 'Successful' };
const failed = { ...run, Id: '2', Status__c: 'Failed', Job_Type__c: 'Scoring' };
const orphan = { ...run, Id: '3', Goal__c: undefined, Goal_Name__c: 'Gone' };

const stop = 'ERROR 946. The run would take the score of 725 of 1733 scored records (Not qualified: 725).';
const stopped = { ...failed, Messages__c: `WARNING 947. A value.\n${stop}` };

describe('c-scoring-run', () => {
  it('reads how many scores a stopped run would have taken', () => {
    expect(removalsOf(stopped)).toEqual({ count: 725, scored: 1733 });
    expect(removalsOf(failed)).toBeUndefined();
  });

  it('offers the removals of a stopped run until its goal is scored again', () => {
    const other = { ...stopped, Id: '4', Goal__c: 'g2' };
    const later = { ...stopped, Id: '5', Status__c: 'Queued', Messages__c: '' };
    const ids = (runs: object[]) => runsToAccept(runs as never).map(({ Id }) => Id);
    expect(ids([run, stopped, other])).toEqual(expect.arrayContaining(['2', '4']));
    expect(ids([later, stopped, other])).toEqual(['4']);
    expect(ids([stopped, { ...stopped, Id: '6' }])).toEqual(['2']);
    expect(ids([{ ...stopped, Goal__c: undefined }])).toEqual([]);
    expect(ids([failed])).toEqual([]);
  });

  it('reads messages with their code and severity, and keeps a line of another shape', () => {
    const Messages__c = 'ERROR 410. Test auc: 0.51.\nWARNING 200. Rate: 0.4.\r\n\nsomething else';
    expect(messagesOf({ ...run, Messages__c })).toEqual([
      { code: 410, severity: 'ERROR', text: 'ERROR 410. Test auc: 0.51.' },
      { code: 200, severity: 'WARNING', text: 'WARNING 200. Rate: 0.4.' },
      { code: 0, severity: 'INFO', text: 'something else' },
    ]);
    expect(messagesOf(run)).toEqual([]);
  });

  it('reads the next step and the figure beside its limit from the line below a message', () => {
    const lines = [
      '→ Before every message.',
      ...['ERROR 404. Conversions: 7.', '→ Train again later (soon). (7, limit 10)'],
      ...['INFO 101. Contacts: 5.', '→ Compare the count (5).'],
    ];
    expect(messagesOf({ ...run, Messages__c: lines.join('\n') })).toEqual([
      { code: 0, severity: 'INFO', text: '→ Before every message.' },
      {
        ...{ code: 404, severity: 'ERROR', text: 'ERROR 404. Conversions: 7.' },
        ...{ nextStep: 'Train again later (soon).', figure: 7, limit: 10 },
      },
      { code: 101, severity: 'INFO', text: 'INFO 101. Contacts: 5.', nextStep: 'Compare the count (5).' },
    ]);
  });

  it('reads why records were skipped', () => {
    const Skipped_Reasons__c = '12 The lead is not qualified.\n3 Gone';
    expect(skippedReasonsOf({ ...run, Skipped_Reasons__c })).toEqual([
      { count: 12, reason: 'The lead is not qualified.' },
      { count: 3, reason: 'Gone' },
    ]);
  });

  it('says how long it took in two units at most', () => {
    const words = [0.42, 12.6, 61, 3599.6, 3600, 7384].map(formatDuration);
    expect(words).toHaveLength(6);
    expect(new Set(words)).toEqual(
      new Set(['c.Run_Duration_Seconds', 'c.Run_Duration_Minutes', 'c.Run_Duration_Hours']),
    );
  });

  it('knows what is under way', () => {
    const underWay = ['Queued', 'Processing', 'Successful', 'Failed', 'Paused'].filter((Status__c) =>
      isUnderWay({ ...run, Status__c }),
    );
    expect(underWay).toEqual(['Queued', 'Processing']);
  });

  it('filters by goal, job type and failure, each on its own and together', () => {
    const runs = [run, failed, orphan];
    const all = { goal: everything, jobType: everything, isFailuresOnly: false };
    expect(filterRuns(runs, all)).toEqual(runs);
    expect(filterRuns(runs, { ...all, goal: 'g1' })).toEqual([run, failed]);
    expect(filterRuns(runs, { ...all, goal: 'Gone' })).toEqual([orphan]);
    expect(filterRuns(runs, { ...all, jobType: 'Training' })).toEqual([run, orphan]);
    expect(filterRuns(runs, { goal: 'g1', jobType: 'Training', isFailuresOnly: true })).toEqual([]);
  });

  it('names each goal once, by its newest name, in order of names', () => {
    const older = { ...run, Goal_Name__c: 'Older name' };
    expect(goalsOf([run, older, orphan])).toEqual([
      { value: 'Gone', label: 'Gone' },
      { value: 'g1', label: 'Won' },
    ]);
  });

  it('counts runs by the day of the viewer, days without runs too', () => {
    const at = (Job_Start__c: string, Status__c: string): typeof run => ({ ...run, Status__c, ...{ Job_Start__c } });
    const now = new Date('2026-11-24T18:00:00Z');
    const days = countByDay(
      [
        at('2026-11-24T18:00:00Z', 'Failed'),
        at('2026-11-24T17:00:00Z', 'Paused'),
        at('2026-11-22T18:00:00Z', 'Successful'),
        at('2026-01-01T18:00:00Z', 'Failed'),
      ],
      3,
      now,
    );
    expect(days.map(({ counts }) => counts)).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 1],
    ]);
    expect(days.at(-1)?.day).toBe(now.getTime());
  });

  it('gives the mean time of finished runs of one type by day, the oldest first', () => {
    const runs = [
      { ...run, Job_Start__c: '2026-11-24T18:00:00Z', Processing_Time__c: 4 },
      { ...run, Job_Start__c: '2026-11-24T17:00:00Z', Processing_Time__c: 6 },
      { ...run, Job_Start__c: '2026-11-20T18:00:00Z', Processing_Time__c: 2 },
      { ...failed, Job_Start__c: '2026-11-21T18:00:00Z', Processing_Time__c: 1 },
      { ...run, Job_Start__c: '2026-11-25T18:00:00Z' },
    ];
    expect(timesByDay(runs, 'Training')).toEqual([
      { x: Date.parse('2026-11-20T18:00:00Z'), y: 2 },
      { x: Date.parse('2026-11-24T17:00:00Z'), y: 5 },
    ]);
  });

  it('has an icon and a word for each status and severity, and lets unknown values stand for themselves', () => {
    const statuses = ['Queued', 'Processing', 'Successful', 'Failed', 'Paused'].map(statusLook);
    expect(new Set(statuses.map(({ icon }) => icon)).size).toBe(5);
    expect(new Set(['ERROR', 'WARNING', 'INFO'].map((severity) => severityLook(severity).icon)).size).toBe(3);
    expect(statusLook('New').word).toBe('New');
    expect([wordFor('Training'), wordFor('New'), wordFor()]).toEqual(['c.Run_Job_Training', 'New', '']);
  });
});
