import { LightningElement, api, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import contactsOf from '@salesforce/apex/ScoringController.contactsOf';
import leadsOf from '@salesforce/apex/ScoringController.leadsOf';
import peopleOf from '@salesforce/apex/ScoringController.peopleOf';
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

/** The contacts and leads that carry an account's score, the most important first, each with a link. */
export default class ScorePeople extends NavigationMixin(LightningElement) {
  @api accountId?: string;
  /** Who carries how much, as the service wrote it on the account. */
  @api people?: StoredFactors['people'];
  label = { NONE, TITLE };
  contacts?: Person[];
  carriers: Person[] = [];
  leads: Person[] = [];
  failure = '';

  @wire(peopleOf, { accountId: '$accountId' })
  receiveContacts({ data, error }: WireResult<Person[]>): void {
    if (data) this.contacts = data;
    if (error) this.failure = messageOf(error);
  }

  @wire(contactsOf, { contactIds: '$contactIds' })
  receiveCarriers({ data, error }: WireResult<Person[]>): void {
    if (data) this.carriers = data;
    if (error) this.failure = messageOf(error);
  }

  @wire(leadsOf, { leadIds: '$leadIds' })
  receiveLeads({ data, error }: WireResult<Person[]>): void {
    if (data) this.leads = data;
    if (error) this.failure = messageOf(error);
  }

  /** Contacts who carry the score may have none of their own. */
  get contactIds(): string[] | undefined {
    return this.idsOf('Contact');
  }

  get leadIds(): string[] | undefined {
    return this.idsOf('Lead');
  }

  /** Undefined where none carries the score: then nothing is asked. */
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
    const people = new Map([...(this.contacts ?? []), ...this.carriers, ...this.leads].map((one) => [one.Id, one]));
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

  open(event: MouseEvent): void {
    // With a key held down the browser opens the link itself, in a new tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this[NavigationMixin.Navigate]({
      type: 'standard__recordPage',
      attributes: { recordId: id, actionName: 'view' },
    });
  }
}
