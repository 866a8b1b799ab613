import { LightningElement, wire } from 'lwc';
import { getObjectInfos, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { refreshApex } from '@salesforce/apex';
import getConnection from '@salesforce/apex/ScoringAdminController.getConnection';
import getFlows from '@salesforce/apex/ScoringAdminController.getFlows';
import getGoals from '@salesforce/apex/ScoringAdminController.getGoals';
import getPermissionSets from '@salesforce/apex/ScoringAdminController.getPermissionSets';
import getWindows from '@salesforce/apex/ScoringAdminController.getWindows';
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import EditGoalFields from 'c/editGoalFields';
import EditQualifiedStatuses from 'c/editQualifiedStatuses';
import EditThresholds from 'c/editThresholds';
import { objectWords } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { pageStateOf } from 'c/scoringPageState';
import type { PageState } from 'c/scoringPageState';
import { unusedSets } from 'c/setupChecks';
import type { Check, FlowRow, GoalRow, Loadable, ObjectInfos, PermissionSetRow, UnusedSet } from 'c/setupChecks';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { MaintenanceWindow } from 'c/scoringWindow';
import type { Connection } from '@plumbline/contract';
import { checkEverything, load, rowsOf } from './checklist';
import type { Checks, Rows } from './checklist';
import { label } from './labels';

const scoredObjects = ['Lead', 'Contact', 'Account'];
/** The master record type, which has every value of a picklist. */
const masterRecordType = '012000000000000AAA';

type GoalSetting = {
  name: string;
  label: string;
  help: string;
  rows: GoalRow[];
  check: Check;
  /** Whether the inputs of the goals are listed beneath. */
  hasInputs?: boolean;
};
type InfoBatch = { results: { statusCode: number; result: ObjectInfo }[] };
type StatusValues = { values: (PicklistEntry & { attributes?: { converted?: boolean } | null })[] };

/** The setup checklist: what is done, what is not, and where to do it. */
export default class ScoringSetup extends LightningElement {
  label = label;
  canManage = mayManage === true;
  objects = scoredObjects;
  recordType = masterRecordType;
  statusField = 'Lead.Status';
  goals?: readonly ScoreGoal[];
  failure = '';
  notice = '';
  windows: Loadable<readonly MaintenanceWindow[]> = {};
  permissionSets: Loadable<readonly PermissionSetRow[]> = {};
  flows: Loadable<readonly FlowRow[]> = {};
  connection: Loadable<Connection> = {};
  connectionTestedAt?: number;
  isTesting = false;
  infos?: ObjectInfos;
  statuses?: readonly PicklistEntry[];
  private goalsResult?: WireResult<ScoreGoal[]>;
  private windowsResult?: WireResult<MaintenanceWindow[]>;

  @wire(getGoals)
  wiredGoals(result: WireResult<ScoreGoal[]>): void {
    this.goalsResult = result;
    if (result.data) this.goals = result.data;
    // After a later failure the goals that were read before stay, with the message above them.
    if (result.data ?? result.error) this.failure = result.error ? messageOf(result.error) : '';
  }

  @wire(getWindows)
  wiredWindows(result: WireResult<MaintenanceWindow[]>): void {
    this.windowsResult = result;
    if (result.data) this.windows = { value: result.data };
    if (result.error) this.windows = { failure: messageOf(result.error) };
  }

  /** An object that the viewer has no access to is left out. */
  @wire(getObjectInfos, { objectApiNames: '$objects' })
  wiredInfos({ data, error }: WireResult<InfoBatch>): void {
    if (error) this.failure = messageOf(error);
    if (!data) return;
    const readable = data.results.filter(({ statusCode }) => statusCode === 200);
    this.infos = Object.fromEntries(readable.map(({ result }) => [result.apiName, result]));
  }

  /** Converted leads are never scored. A viewer without access to leads has no statuses to choose from. */
  @wire(getPicklistValues, { recordTypeId: '$recordType', fieldApiName: '$statusField' })
  wiredStatuses({ data }: WireResult<StatusValues>): void {
    if (data) this.statuses = data.values.filter(({ attributes }) => attributes?.converted !== true);
  }

  connectedCallback(): void {
    if (!this.canManage) return;
    void this.askAsManager();
  }

  get state(): PageState {
    return pageStateOf(this.goals, this.failure);
  }

  /** The list is useful without a goal too: the connection and the permission sets come first. */
  get hasList(): boolean {
    return this.goals !== undefined;
  }

  get isReadOnly(): boolean {
    return !this.canManage;
  }

  get rows(): Rows {
    return rowsOf(this.goals ?? [], { infos: this.infos ?? {}, statuses: this.statuses });
  }

  get checks(): Checks {
    const { canManage, connection, permissionSets, flows, windows, infos } = this;
    const hasInfos = infos !== undefined;
    const goals = this.goals ?? [];
    return checkEverything({
      ...{ goals, rows: this.rows, canManage, connection, permissionSets, flows, windows },
      ...{ sets: this.sets, hasInfos },
    });
  }

  /** The settings of goals that stand together in the list; the thresholds follow further below. */
  get goalSettings(): GoalSetting[] {
    const { rows, checks } = this;
    return [
      {
        name: 'statuses',
        label: label.STATUSES,
        help: label.STATUSES_HELP,
        rows: rows.statuses,
        check: checks.statuses,
      },
      {
        ...{ name: 'mapping', label: label.MAPPING, help: label.MAPPING_HELP },
        ...{ rows: rows.mapping, check: checks.mapping, hasInputs: this.canManage },
      },
      {
        ...{ name: 'sensitive', label: label.SENSITIVE, help: label.SENSITIVE_HELP },
        ...{ rows: rows.sensitive, check: checks.sensitive },
      },
    ];
  }

  get summary(): string {
    const checks = Object.values(this.checks);
    const countOf = (state: string): string => formatNumber(checks.filter((check) => check.state === state).length);
    return formatLabel(label.SUMMARY, countOf('done'), formatNumber(checks.length), countOf('unknown'));
  }

  get sets(): UnusedSet[] {
    return unusedSets(this.goals ?? [], this.infos ?? {});
  }

  /** The pages of the objects that are scored; of all objects before there is a goal. */
  get pageObjects(): string[] {
    const scored = scoredObjects.filter((object) => this.goals?.some(({ Object__c }) => Object__c === object));
    return scored.length > 0 ? scored : scoredObjects;
  }

  private async refresh(): Promise<void> {
    try {
      await Promise.all([refreshApex(this.goalsResult), refreshApex(this.windowsResult)]);
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  async handleRefresh(): Promise<void> {
    this.notice = '';
    await Promise.all([this.refresh(), ...(this.canManage ? [this.askAsManager()] : [])]);
  }

  async handleTest(): Promise<void> {
    await this.testConnection();
  }

  /** The button stays enabled during a test, because a disabled button loses the focus; a second click does nothing. */
  private async testConnection(): Promise<void> {
    if (this.isTesting) return;
    this.isTesting = true;
    this.connection = {};
    this.connection = await load(async () => JSON.parse(await getConnection<string>()) as Connection);
    this.connectionTestedAt = Date.now();
    this.isTesting = false;
  }

  /** What only managers may know. */
  private async askAsManager(): Promise<void> {
    const asked = [
      load(async () => getPermissionSets<PermissionSetRow[]>()).then((sets) => (this.permissionSets = sets)),
      load(async () => getFlows<FlowRow[]>()).then((flows) => (this.flows = flows)),
    ];
    await Promise.all([...asked, this.testConnection()]);
  }

  async handleEdit(event: CustomEvent<string>): Promise<void> {
    const { detail: id } = event;
    const { setting } = (event.currentTarget as HTMLElement).dataset;
    const { statuses = [] } = this;
    if (setting === 'statuses')
      await this.edit(id, label.STATUSES, async (goal, heading) =>
        EditQualifiedStatuses.open<boolean>({ label: heading, size: 'small', goal, statuses }),
      );
    if (setting === 'mapping') await this.editFields(id, 'mapping', label.MAPPING);
    if (setting === 'sensitive') await this.editFields(id, 'sensitive', label.SENSITIVE);
    if (setting === 'thresholds')
      await this.edit(id, label.THRESHOLDS, async (goal, heading) =>
        EditThresholds.open<boolean>({ label: heading, size: 'medium', goal }),
      );
  }

  /** Maintenance windows and background switches save themselves and dispatch what they saved. */
  async handleSaved({ detail }: CustomEvent<string>): Promise<void> {
    this.notice = detail;
    await this.refresh();
  }

  private async editFields(id: string, kind: 'mapping' | 'sensitive', setting: string): Promise<void> {
    await this.edit(id, setting, async (goal, heading) => {
      const info = this.infos?.[goal.Object__c];
      if (info === undefined) {
        this.failure = formatLabel(label.NO_OBJECT, objectWords[goal.Object__c] ?? goal.Object__c);
        return undefined;
      }
      return EditGoalFields.open<boolean>({ label: heading, size: 'small', goal, info, infos: this.infos ?? {}, kind });
    });
  }

  /** All settings of a goal are in one field, so the goal is read again first: what another admin saved must stay. */
  private async edit(
    id: string,
    setting: string,
    open: (goal: ScoreGoal, heading: string) => Promise<boolean | undefined>,
  ): Promise<void> {
    this.notice = '';
    await this.refresh();
    const goal = this.goals?.find(({ Id }) => Id === id);
    if (goal === undefined) return;
    if ((await open(goal, formatLabel(label.OF_GOAL, setting, goal.Name))) !== true) return;
    this.notice = formatLabel(label.SAVED, formatLabel(label.OF_GOAL, setting, goal.Name));
    await this.refresh();
  }
}
