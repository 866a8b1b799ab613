import { LightningElement, api } from 'lwc';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { Connection, ConnectionCheck } from '@plumbline/contract';
import API_USAGE from '@salesforce/label/c.Setup_Connection_Usage';
import DONE from '@salesforce/label/c.Setup_State_Done';
import MISSING from '@salesforce/label/c.Setup_State_Missing';
import TEST from '@salesforce/label/c.Setup_Connection_Test';
import UNKNOWN from '@salesforce/label/c.Setup_State_Unknown';
import TESTED from '@salesforce/label/c.Setup_Connection_Tested';
import TESTING from '@salesforce/label/c.Setup_State_Checking';
import USER from '@salesforce/label/c.Setup_Connection_User';
import VERSION from '@salesforce/label/c.Setup_Connection_Version';

type Line = { key: string; detail: string; action?: string; look: Look };

const done: Look = { word: DONE, icon: 'utility:success', variant: 'success' };
const missing: Look = { word: MISSING, icon: 'utility:warning', variant: 'warning' };
const unknown: Look = { word: UNKNOWN, icon: 'utility:help' };

const lookOf = ({ isDone, isUnknown = false }: ConnectionCheck): Look => {
  if (isUnknown) return unknown;
  return isDone ? done : missing;
};

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

  /** Failed checks come first, then those of which the org does not say enough. */
  get lines(): Line[] {
    const rank = (look: Look): number => [missing, unknown, done].indexOf(look);
    return (this.connection?.checks ?? [])
      .map((check) => ({ key: check.name, detail: check.detail, action: check.action, look: lookOf(check) }))
      .sort((one, other) => rank(one.look) - rank(other.look));
  }

  handleTest(): void {
    this.dispatchEvent(new CustomEvent('test'));
  }
}
