import { coinedWord, domainName, hasMailDomain } from './company-names.ts';
import type { Company } from './company-names.ts';
import type { RandomStream } from './random.ts';
import { drawableLevels, effectTables } from './static-effects.ts';
import { companyKinds, companyWords, departments, firstNames, lastNames, places } from './vocabulary.ts';

export type Person = { firstName: string; lastName: string; email: string; rank: string; department: string };

const bandLimits: Record<string, [low: number, high: number]> = {
  '1-19': [2, 19],
  '20-99': [20, 99],
  '100-499': [100, 499],
  '500-1999': [500, 1999],
  '2000+': [2000, 30_000],
};

const industries = drawableLevels(effectTables.industry);
const bands = drawableLevels(effectTables.employees);
const countries = drawableLevels(effectTables.country);
const ranks = drawableLevels(effectTables.title);

/** A company with all its facts; missing values are applied when it is stored. No other number gives its name. */
export function drawCompany(random: RandomStream, number: number): Company {
  const word = random.pick(companyWords);
  const kind = random.pick(companyKinds);
  const [low, high] = bandLimits[random.weighted(bands)] ?? [2, 19];
  const employees = Math.floor(Math.exp(random.between(Math.log(low), Math.log(high + 1))));
  const country = random.weighted(countries);
  const coined = coinedWord(number);
  const name = `${coined} ${word} ${kind}`;
  const domain = `${domainName(name)}.example`;
  return {
    ...{ name, domain, mailDomain: hasMailDomain(number) ? `${domainName(coined)}-mail.example` : domain },
    industry: random.weighted(industries),
    employees,
    annualRevenue: Math.round((employees * Math.exp(11.6 + 0.5 * random.normal())) / 1000) * 1000,
    country,
    city: random.pick(places[country]?.cities ?? ['Berlin']),
  };
}

/** A person of the company; the tag makes the e-mail address unique. */
export function drawPerson(random: RandomStream, company: Company, tag: string): Person {
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  return {
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${tag}@${company.mailDomain}`.toLowerCase(),
    rank: random.weighted(ranks),
    department: random.pick(departments),
  };
}

export function drawPhone(random: RandomStream, country: string): string {
  return `${places[country]?.dialling ?? '+49'} ${100 + random.below(900)} ${1_000_000 + random.below(9_000_000)}`;
}
