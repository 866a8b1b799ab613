import type { PastValues } from './past-values.ts';
import { timeOf } from './raw-facts.ts';
import type { RawFacts, Row } from './raw-facts.ts';

type AccountWay = 'E-mail domain' | 'Web site' | 'Company name';
type Found = { account: Row; by: AccountWay };

/** Hosts in the stories whose pages or addresses belong to everybody. */
const everybodys = ['gmail.com', 'facebook.com'];

/** The last two parts of a host: the stories have no longer public suffixes. */
const companyDomain = (host: string): string | undefined => {
  const domain = host.split('.').slice(-2).join('.');
  return everybodys.includes(domain) ? undefined : domain;
};

const domainOfAddress = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : companyDomain(address.toLowerCase().split('@')[1] ?? '');

const domainOfSite = (site: string | undefined): string | undefined =>
  site === undefined ? undefined : companyDomain(new URL(site.includes('//') ? site : `https://${site}`).hostname);

const legalForms = ['gmbh', 'inc', 'ltd', 'sa', 's a'];

/** A company's name without case, accents, punctuation and the legal form at its end. */
function plainName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const words = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const plain = words.filter((word) => word !== '').join(' ');
  const form = legalForms.find((end) => plain.endsWith(` ${end}`));
  return form === undefined ? plain : plain.slice(0, -form.length - 1);
}

/** Finds the account of a lead by the domain of its address or web site, else by its company's name. */
export class AccountFinder {
  private readonly accounts: Row[];
  private readonly past: PastValues;

  constructor(facts: RawFacts, past: PastValues) {
    this.accounts = facts.Account;
    this.past = past;
  }

  /**
   * By the first way by which any account fits, if it is one alone. Where several have the domain, the name decides among
   * them.
   */
  find(lead: Row, ms: number): Found | undefined {
    const text = (row: Row, field: string): string | undefined => this.past.textAt(row, field, ms);
    const accounts = this.accounts.filter((account) => timeOf(account) <= ms);
    const company = plainName(text(lead, 'Company'));
    const ofName = (among: readonly Row[]): Found | undefined => {
      const named = among.filter((account) => company !== undefined && plainName(text(account, 'Name')) === company);
      const [account] = named;
      return named.length === 1 && account !== undefined ? { account, by: 'Company name' } : undefined;
    };
    const domains: [AccountWay, string | undefined][] = [
      ['E-mail domain', domainOfAddress(text(lead, 'Email'))],
      ['Web site', domainOfSite(text(lead, 'Website'))],
    ];
    for (const [by, domain] of domains) {
      if (domain === undefined) continue;
      const fitting = accounts.filter((account) => domainOfSite(text(account, 'Website')) === domain);
      const [account] = fitting;
      if (account !== undefined) return fitting.length === 1 ? { account, by } : ofName(fitting);
    }
    const named = ofName(accounts);
    // A company domain that leads to no account contradicts the name of an account that has another one.
    const isContradicted = domains.some(([, domain]) => domain !== undefined);
    const hasDomain = named !== undefined && domainOfSite(text(named.account, 'Website')) !== undefined;
    return isContradicted && hasDomain ? undefined : named;
  }
}
