import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { reasonText } from 'c/scoringReasons';
import type { Reason } from 'c/scoringReasons';
import { formatLabel, formatNumber } from 'c/scoringText';
import HIDDEN from '@salesforce/label/c.Score_Value_Hidden';
import HIGH from '@salesforce/label/c.Score_Importance_High';
import LOW from '@salesforce/label/c.Score_Importance_Low';
import LOWERS from '@salesforce/label/c.Score_Lowers';
import MEDIUM from '@salesforce/label/c.Score_Importance_Medium';
import NO from '@salesforce/label/c.Common_No';
import NONE from '@salesforce/label/c.Score_No_Factors';
import NOT_SET from '@salesforce/label/c.Score_Value_Not_Set';
import RAISES from '@salesforce/label/c.Score_Raises';
import VALUE from '@salesforce/label/c.Score_Value';
import YES from '@salesforce/label/c.Common_Yes';

const importances = { high: HIGH, medium: MEDIUM, low: LOW };

/** In percent. Exact weights stay with the service: values of inputs that the viewer cannot read could be worked out. */
const widths = { high: 100, medium: 60, low: 25 };

/** The UI API formats dates, currencies and picklists, but not numbers and checkboxes. */
function wordOf(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value, 6);
  return value === true ? YES : value === false ? NO : String(value);
}

/**
 * Why a record has its score: a bar for each reason. The values come from the record through the UI API, which leaves
 * out the fields that the viewer cannot read.
 */
export default class ScoreFactors extends LightningElement {
  @api recordId?: string;
  @api objectApiName?: string;
  @api factors: readonly Reason[] = [];
  label = { NONE };
  record?: RecordRepresentation;
  objectInfo?: ObjectInfo;

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$sourceFields' })
  wiredRecord({ data }: WireResult<RecordRepresentation>): void {
    this.record = data;
  }

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredObjectInfo({ data }: WireResult<ObjectInfo>): void {
    this.objectInfo = data;
  }

  /** Undefined if no reason comes from a field, so that the wire does not read the record. */
  get sourceFields(): string[] | undefined {
    const sources = this.factors.flatMap(({ source }) => source ?? []);
    return sources.length === 0 ? undefined : sources.map((source) => `${this.objectApiName}.${source}`);
  }

  get isEmpty(): boolean {
    return this.factors.length === 0;
  }

  get bars(): Record<string, string | undefined>[] {
    return this.factors.map((factor) => {
      const isRaising = factor.direction === 'raises';
      return {
        key: factor.field,
        text: reasonText(factor, this.objectInfo?.fields[factor.source ?? '']?.label),
        icon: isRaising ? 'utility:arrowup' : 'utility:arrowdown',
        direction: isRaising ? RAISES : LOWERS,
        importance: importances[factor.importance],
        bar: isRaising ? 'bar bar_raises' : 'bar bar_lowers',
        style: `inline-size: ${widths[factor.importance]}%`,
        value: this.valueOf(factor),
      };
    });
  }

  private valueOf({ source }: Reason): string | undefined {
    if (source === undefined || this.record === undefined) return undefined;
    const field = this.record.fields[source];
    if (field === undefined) return HIDDEN;
    const { value, displayValue } = field;
    return value === null || value === '' ? NOT_SET : formatLabel(VALUE, displayValue ?? wordOf(value));
  }
}
