import { LightningElement, api, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import getContacts from '@salesforce/apex/ScoringController.getContacts';
import getLeads from '@salesforce/apex/ScoringController.getLeads';
import getPeople from '@salesforce/apex/ScoringController.getPeople';
import { pageToOpen } from 'c/scoringLink';
import { bandLooks } from 'c/scoringScore';
import type { Band } from 'c/scoringScore';
import { formatLabel, formatPercent, messageOf } from 'c/scoringText';
import type { StoredFactors } from '@plumbline/contract';
import NONE from '@salesforce/label/c.Score_People_None';
import SHARE from '@salesforce/label/c.Score_People_Share';
import TITLE from '@salesforce/label/c.Score_People';

type Person = {
  Id: string;
  Name: string;
  Title?: string;
  Predictive_Score__c?: number;
  Predictive_Score_Band__c?: Band;
};

/** The contacts and leads whose scores make up an account's score, the largest share first, each with a link. */
export default class ScorePeople extends NavigationMixin(LightningElement) {
  @api accountId?: string;
  /** The share of each person, as the service stored it on the account. */
  @api people?: StoredFactors['people'];
  label = { NONE, TITLE };
  contacts?: Person[];
  contributors: Person[] = [];
  leads: Person[] = [];
  failure = '';

  @wire(getPeople, { accountId: '$accountId' })
  wiredPeople({ data, error }: WireResult<Person[]>): void {
    if (data) this.contacts = data;
    if (error) this.failure = messageOf(error);
  }

  @wire(getContacts, { contactIds: '$contactIds' })
  wiredContacts({ data, error }: WireResult<Person[]>): void {
    if (data) this.contributors = data;
    if (error) this.failure = messageOf(error);
  }

  @wire(getLeads, { leadIds: '$leadIds' })
  wiredLeads({ data, error }: WireResult<Person[]>): void {
    if (data) this.leads = data;
    if (error) this.failure = messageOf(error);
  }

  /** Contacts that contribute to the score can be without a score of their own. */
  get contactIds(): string[] | undefined {
    return this.idsOf('Contact');
  }

  get leadIds(): string[] | undefined {
    return this.idsOf('Lead');
  }

  /** Undefined without such people, so that the wire does not call Apex. */
  idsOf(wanted: 'Contact' | 'Lead'): string[] | undefined {
    const ids = (this.people ?? []).filter(({ object }) => object === wanted).map(({ recordId }) => recordId);
    return ids.length > 0 ? ids : undefined;
  }

  get isEmpty(): boolean {
    return this.contacts !== undefined && this.rows.length === 0;
  }

  get rows(): Record<string, string | number | undefined>[] {
    const shares = new Map((this.people ?? []).map(({ recordId, share }) => [recordId, share]));
    const weightOf = ({ Id, Predictive_Score__c: score = 0 }: Person): number => 1000 * (shares.get(Id) ?? 0) + score;
    const people = new Map([...(this.contacts ?? []), ...this.contributors, ...this.leads].map((one) => [one.Id, one]));
    return [...people.values()]
      .sort((one, other) => weightOf(other) - weightOf(one))
      .map((person) => {
        const share = shares.get(person.Id);
        const look = bandLooks[person.Predictive_Score_Band__c ?? 'Not scored'];
        return {
          id: person.Id,
          url: `/${person.Id}`,
          name: person.Name,
          title: person.Title,
          score: person.Predictive_Score__c,
          word: look.word,
          icon: look.icon,
          share: share === undefined ? undefined : formatLabel(SHARE, formatPercent(share)),
        };
      });
  }

  handleOpen(event: MouseEvent): void {
    const page = pageToOpen(event);
    if (page !== undefined) this[NavigationMixin.Navigate](page);
  }
}
