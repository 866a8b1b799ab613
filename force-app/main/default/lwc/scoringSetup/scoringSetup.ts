import { LightningElement, wire } from 'lwc';
import { getObjectInfos, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { refreshApex } from '@salesforce/apex';
import askConnection from '@salesforce/apex/ScoringAdminController.connection';
import askGoals from '@salesforce/apex/ScoringAdminController.goals';
import askPermissionSets from '@salesforce/apex/ScoringAdminController.permissionSets';
import askWindows from '@salesforce/apex/ScoringAdminController.windows';
import mayManage from '@salesforce/customPermission/Manage_Predictive_Scoring';
import EditGoalFields from 'c/editGoalFields';
import EditQualifiedStatuses from 'c/editQualifiedStatuses';
import EditThresholds from 'c/editThresholds';
import { objectWords } from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { unusedSets } from 'c/setupChecks';
import type { Asked, ObjectInfos, PermissionSetRow, UnusedSet } from 'c/setupChecks';
import { formatLabel, formatNumber, messageOf } from 'c/scoringText';
import type { MaintenanceWindow } from 'c/scoringWindow';
import type { Connection } from '@plumbline/contract';
import { checkEverything, rowsOf } from './checklist';
import type { Checks, Rows } from './checklist';
import { label } from './labels';

const scoredObjects = ['Lead', 'Contact', 'Account'];
/** The platform's own record type, which has every value of a picklist. */
const masterRecordType = '012000000000000AAA';

type InfoBatch = { results: { statusCode: number; result: ObjectInfo }[] };
type StatusValues = { values: (PicklistEntry & { attributes?: { converted?: boolean } | null })[] };

/** What predictive scoring needs before it works well: each thing done or not done, and how to do it. */
export default class ScoringSetup extends LightningElement {
  label = label;
  canManage = mayManage === true;
  objects = scoredObjects;
  recordType = masterRecordType;
  statusField = 'Lead.Status';
  goals?: readonly ScoreGoal[];
  failure = '';
  notice = '';
  windows: Asked<readonly MaintenanceWindow[]> = {};
  permissionSets: Asked<readonly PermissionSetRow[]> = {};
  connection: Asked<Connection> = {};
  connectionAskedAt?: number;
  isAsking = false;
  infos?: ObjectInfos;
  statuses?: readonly PicklistEntry[];
  private wiredGoals?: WireResult<ScoreGoal[]>;
  private wiredWindows?: WireResult<MaintenanceWindow[]>;

  @wire(askGoals)
  receiveGoals(wired: WireResult<ScoreGoal[]>): void {
    this.wiredGoals = wired;
    if (wired.data) this.goals = wired.data;
    // An answer that fails later leaves what was shown; the message stands above it.
    if (wired.data ?? wired.error) this.failure = wired.error ? messageOf(wired.error) : '';
  }

  @wire(askWindows)
  receiveWindows(wired: WireResult<MaintenanceWindow[]>): void {
    this.wiredWindows = wired;
    if (wired.data) this.windows = { value: wired.data };
    if (wired.error) this.windows = { failure: messageOf(wired.error) };
  }

  /** An object that the viewer may not see is left out. */
  @wire(getObjectInfos, { objectApiNames: '$objects' })
  receiveInfos({ data, error }: WireResult<InfoBatch>): void {
    if (error) this.failure = messageOf(error);
    if (!data) return;
    const seen = data.results.filter(({ statusCode }) => statusCode === 200);
    this.infos = Object.fromEntries(seen.map(({ result }) => [result.apiName, result]));
  }

  /** Converted leads are never scored; who may not see leads has no statuses to choose from. */
  @wire(getPicklistValues, { recordTypeId: '$recordType', fieldApiName: '$statusField' })
  receiveStatuses({ data }: WireResult<StatusValues>): void {
    if (data) this.statuses = data.values.filter(({ attributes }) => attributes?.converted !== true);
  }

  connectedCallback(): void {
    if (!this.canManage) return;
    void this.readPermissionSets();
    void this.testConnection();
  }

  get view(): 'loading' | 'error' | 'empty' | 'ready' {
    if (this.goals === undefined) return this.failure === '' ? 'loading' : 'error';
    return this.goals.length === 0 ? 'empty' : 'ready';
  }

  get isLoading(): boolean {
    return this.view === 'loading';
  }

  get isEmpty(): boolean {
    return this.view === 'empty';
  }

  /** Without a goal there is still an org to connect. */
  get hasList(): boolean {
    return this.view === 'ready' || this.view === 'empty';
  }

  get isReadOnly(): boolean {
    return !this.canManage;
  }

  get rows(): Rows {
    return rowsOf(this.goals ?? [], { infos: this.infos ?? {}, statuses: this.statuses });
  }

  get checks(): Checks {
    const { canManage, connection, permissionSets, windows, infos } = this;
    const isKnown = infos !== undefined;
    const goals = this.goals ?? [];
    return checkEverything({
      ...{ goals, rows: this.rows, canManage, connection, permissionSets, windows },
      ...{ sets: this.sets, isKnown },
    });
  }

  get summary(): string {
    const checks = Object.values(this.checks);
    const countOf = (state: string): string => formatNumber(checks.filter((check) => check.state === state).length);
    return formatLabel(label.SUMMARY, countOf('done'), formatNumber(checks.length), countOf('unknown'));
  }

  get sets(): UnusedSet[] {
    return unusedSets(this.goals ?? [], this.infos ?? {});
  }

  /** Pages of objects that are scored; before there is a goal, of all. */
  get pageObjects(): string[] {
    const scored = scoredObjects.filter((object) => this.goals?.some(({ Object__c }) => Object__c === object));
    return scored.length > 0 ? scored : scoredObjects;
  }

  async refresh(): Promise<void> {
    try {
      await Promise.all([refreshApex(this.wiredGoals), refreshApex(this.wiredWindows)]);
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  async refreshAll(): Promise<void> {
    this.notice = '';
    const asked = this.canManage ? [this.readPermissionSets(), this.testConnection()] : [];
    await Promise.all([this.refresh(), ...asked]);
  }

  /** The button stays enabled, or the focus would be lost; a second click asks nothing. */
  async testConnection(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.connection = {};
    try {
      this.connection = { value: JSON.parse(await askConnection<string>()) as Connection };
    } catch (error) {
      this.connection = { failure: messageOf(error) };
    }
    this.connectionAskedAt = Date.now();
    this.isAsking = false;
  }

  private async readPermissionSets(): Promise<void> {
    try {
      this.permissionSets = { value: await askPermissionSets<PermissionSetRow[]>() };
    } catch (error) {
      this.permissionSets = { failure: messageOf(error) };
    }
  }

  async editStatuses({ detail }: CustomEvent<string>): Promise<void> {
    const { statuses = [] } = this;
    await this.edit(detail, label.STATUSES, async (goal, heading) =>
      EditQualifiedStatuses.open<boolean>({ label: heading, size: 'small', goal, statuses }),
    );
  }

  async editMapping({ detail }: CustomEvent<string>): Promise<void> {
    await this.editFields(detail, 'mapping', label.MAPPING);
  }

  async editSensitive({ detail }: CustomEvent<string>): Promise<void> {
    await this.editFields(detail, 'sensitive', label.SENSITIVE);
  }

  async editThresholds({ detail }: CustomEvent<string>): Promise<void> {
    await this.edit(detail, label.THRESHOLDS, async (goal, heading) =>
      EditThresholds.open<boolean>({ label: heading, size: 'medium', goal }),
    );
  }

  /** The windows and the switches save by themselves and say what they did. */
  async receiveSaved({ detail }: CustomEvent<string>): Promise<void> {
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
      return EditGoalFields.open<boolean>({ label: heading, size: 'small', goal, info, kind });
    });
  }

  /** Settings of a goal stand in one field: they are read anew first, so that what another admin saved stays. */
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
