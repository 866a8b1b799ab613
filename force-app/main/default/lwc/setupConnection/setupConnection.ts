import { LightningElement, api } from 'lwc';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { Connection } from '@plumbline/contract';
import API_USAGE from '@salesforce/label/c.Setup_Connection_Usage';
import DONE from '@salesforce/label/c.Setup_State_Done';
import MISSING from '@salesforce/label/c.Setup_State_Missing';
import TEST from '@salesforce/label/c.Setup_Connection_Test';
import TESTED from '@salesforce/label/c.Setup_Connection_Tested';
import TESTING from '@salesforce/label/c.Setup_State_Checking';
import USER from '@salesforce/label/c.Setup_Connection_User';
import VERSION from '@salesforce/label/c.Setup_Connection_Version';

type Line = { key: string; detail: string; action?: string; word: string; icon: string; variant: string };

/** What service and org need to work together and whether it is there, with a button that asks again. */
export default class SetupConnection extends LightningElement {
  @api connection?: Connection;
  /** When the answer came, as milliseconds. */
  @api askedAt?: number;
  @api isAsking = false;
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
      ...(this.askedAt === undefined
        ? []
        : [formatLabel(TESTED, formatDateTime(new Date(this.askedAt).toISOString()))]),
    ];
  }

  /** What is missing stands first. */
  get lines(): Line[] {
    return [...(this.connection?.checks ?? [])]
      .sort((one, other) => Number(one.isDone) - Number(other.isDone))
      .map(({ name, isDone, detail, action }) => ({
        ...{ key: name, name, detail, action },
        ...(isDone
          ? { word: DONE, icon: 'utility:success', variant: 'success' }
          : { word: MISSING, icon: 'utility:warning', variant: 'warning' }),
      }));
  }

  test(): void {
    this.dispatchEvent(new CustomEvent('test'));
  }
}
