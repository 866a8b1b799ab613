import { LightningElement, api } from 'lwc';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { Connection } from '@plumbline/contract';
import API_USAGE from '@salesforce/label/c.Setup_Connection_Usage';
import DONE from '@salesforce/label/c.Setup_State_Done';
import MISSING from '@salesforce/label/c.Setup_State_Missing';
import TEST from '@salesforce/label/c.Setup_Connection_Test';
import TESTED from '@salesforce/label/c.Setup_Connection_Tested';
import TESTING from '@salesforce/label/c.Setup_State_Checking';
import USER from '@salesforce/label/c.Setup_Connection_User';
import VERSION from '@salesforce/label/c.Setup_Connection_Version';

type Line = { key: string; detail: string; action?: string; look: Look };

const done: Look = { word: DONE, icon: 'utility:success', variant: 'success' };
const missing: Look = { word: MISSING, icon: 'utility:warning', variant: 'warning' };

/** The result of the connection test: what the service and the org need, and a button to test again. Dispatches `test`. */
export default class SetupConnection extends LightningElement {
  @api connection?: Connection;
  /** When the test ended, in milliseconds. */
  @api testedAt?: number;
  @api isTesting = false;
  label = { TEST, TESTING };

  get facts(): string[] {
    if (this.connection === undefined) return [];
    const { version, username, apiUsage } = this.connection;
    return [
      formatLabel(VERSION, version),
      ...(username === undefined ? [] : [formatLabel(USER, username)]),
      ...(apiUsage === undefined
        ? []
        : [formatLabel(API_USAGE, formatNumber(apiUsage.used), formatNumber(apiUsage.limit))]),
      ...(this.testedAt === undefined
        ? []
        : [formatLabel(TESTED, formatDateTime(new Date(this.testedAt).toISOString()))]),
    ];
  }

  /** Failed checks come first. */
  get lines(): Line[] {
    return [...(this.connection?.checks ?? [])]
      .sort((one, other) => Number(one.isDone) - Number(other.isDone))
      .map(({ name, isDone, detail, action }) => ({ key: name, detail, action, look: isDone ? done : missing }));
  }

  handleTest(): void {
    this.dispatchEvent(new CustomEvent('test'));
  }
}
