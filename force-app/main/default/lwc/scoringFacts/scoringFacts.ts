import { LightningElement, api } from 'lwc';

/** A name with its value as text. */
export type Fact = { name: string; text: string };

/** Only those facts that have a value. */
export const knownFacts = (facts: readonly (readonly [name: string, text: string | undefined])[]): Fact[] =>
  facts.flatMap(([name, text]) => (text === undefined ? [] : { name, text }));

/** A list of facts: names above their values, or beside them. */
export default class ScoringFacts extends LightningElement {
  @api facts: readonly Fact[] = [];
  @api isHorizontal = false;
}
