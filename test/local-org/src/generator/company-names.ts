import type { RandomStream } from './random.ts';
import { companySyllables, legalFormsOf } from './vocabulary.ts';

export type Company = {
  name: string;
  domain: string;
  /** Where the addresses of its people are; a few companies use another domain than that of their web site. */
  mailDomain: string;
  industry: string;
  employees: number;
  annualRevenue: number;
  country: string;
  city: string;
};

const syllablesInName = 4;

/** Odd, so that different numbers give different words. */
const scatter = 7_654_321;

/** A coined word that no company with another number has, below 64 to the power of four. */
export function coinedWord(number: number): string {
  const base = companySyllables.length;
  let rest = (number * scatter) % base ** syllablesInName;
  let word = '';
  for (let count = 0; count < syllablesInName; count += 1) {
    word += companySyllables[rest % base] ?? '';
    rest = Math.floor(rest / base);
  }
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l');

/** A few companies have their addresses on another domain than their web site. */
export const hasMailDomain = (number: number): boolean => Math.floor(number / 2) % 20 === 7;

/** The part of a domain that names the company. */
export const domainName = (name: string): string => withoutAccents(name).toLowerCase().replaceAll(' ', '-');

/** The name of an account: as a rule with the legal form. */
export function writtenAccountName(random: RandomStream, { name, country }: Company): string {
  const form = random.pick(legalFormsOf(country));
  return random.chance(0.7) ? `${name} ${form}` : name;
}

/** The name of the company as a person writes it into a form, now and then so that nothing is like it. */
export function writtenCompany(random: RandomStream, company: Company): string {
  const form = random.pick(legalFormsOf(company.country));
  const spelled = random.chance(0.4) ? withoutAccents(company.name) : company.name;
  const [first = '', ...further] = spelled.split(' ');
  const position = 1 + random.below(first.length - 1);
  return random.weighted([
    { value: spelled, weight: 34 },
    { value: `${spelled} ${form}`, weight: 28 },
    { value: `${spelled}, ${form.replaceAll('.', '')}`, weight: 8 },
    { value: spelled.toUpperCase(), weight: 8 },
    { value: spelled.toLowerCase(), weight: 8 },
    { value: `${first} ${further.join('-')}`, weight: 4 },
    // A slip, initials, one word of the name, and nothing.
    { value: `${first.slice(0, position)}${first.slice(position + 1)} ${further.join(' ')}`, weight: 4 },
    { value: [first, ...further].map((word) => word.charAt(0)).join(''), weight: 2 },
    { value: first, weight: 2 },
    { value: '[not provided]', weight: 2 },
  ]);
}

/** A web site as people write it. */
export function writtenSite(random: RandomStream, domain: string): string {
  return random.weighted([
    { value: `https://www.${domain}`, weight: 55 },
    { value: `www.${domain}`, weight: 18 },
    { value: domain, weight: 10 },
    { value: `http://${domain}/`, weight: 9 },
    { value: `https://${domain.toUpperCase()}/en/contact`, weight: 5 },
    { value: `https://www.facebook.com/${domainName(domain)}`, weight: 3 },
  ]);
}

/** A company with the name of another one that it has nothing to do with. */
export const namesakeOf = (company: Company, { name }: Company): Company => ({ ...company, name });

/** A company of the same group: it has the name with its country, and the web site and mail server of the parent. */
export const subsidiaryOf = (company: Company, parent: Company): Company => ({
  ...company,
  name: `${parent.name} ${company.country}`,
  domain: parent.domain,
  mailDomain: parent.mailDomain,
});
