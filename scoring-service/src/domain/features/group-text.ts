/** Languages in which countries are recognised. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'ja'];

const ALIASES: Record<string, string> = {
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  uae: 'AE',
  holland: 'NL',
  'czech republic': 'CZ',
  'south korea': 'KR',
  'republic of korea': 'KR',
  korea: 'KR',
  russia: 'RU',
  'russian federation': 'RU',
  turkey: 'TR',
  türkiye: 'TR',
  vietnam: 'VN',
  'hong kong': 'HK',
  'peoples republic of china': 'CN',
  'republic of ireland': 'IE',
};

const normaliseCountry = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const CODES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

/** Country codes by normalised names in all languages; the first code wins where two countries share a name. */
function readNames(): Map<string, string> {
  const codeOf = new Map(Object.entries(ALIASES));
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of CODES) {
      const name = names.of(code);
      if (name === undefined || code === 'EU' || code === 'UN' || code === 'ZZ') continue;
      if (!codeOf.has(normaliseCountry(name))) codeOf.set(normaliseCountry(name), code);
    }
  }
  for (const code of new Set(codeOf.values()))
    if (!codeOf.has(code.toLowerCase())) codeOf.set(code.toLowerCase(), code);
  return codeOf;
}

const codeOfName = readNames();
const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** The English name of a country, whatever the spelling: `USA`, `us` and `Vereinigte Staaten` are the same. */
export function countryOf(text: string): string {
  const code = codeOfName.get(normaliseCountry(text));
  return (code !== undefined && english.of(code)) || text.trim();
}

/** Patterns of ranks in job titles; the first match wins, so higher ranks come first. */
const RANKS: readonly [rank: string, words: RegExp][] = [
  ['Assistant', /^(?:(?:executive|personal|team|office|management) )?(?:assistant|assistent|sekret|secretar)/],
  ['Founder or owner', /founder|(?<!product )owner|inhaber|proprietor|propriet|gründer|fondat|fundador|entrepreneur/],
  ['Vice president', /\b(?:e|s|a)?vp\b|vice[- ]pr|vicepr/],
  [
    'Chief',
    /\bchief\b|\bc[efimotp]o\b|\bc[hd]ro\b|\bcmo\b|\bciso\b|president|geschäftsführ|vorstand|managing director|\bmd\b|directeur général|director general|\bpdg\b/,
  ],
  ['Partner', /\bpartner$|\b(?:managing|senior|general) partner\b/],
  ['Director', /director|directeur|direktor|direttore/],
  ['Head', /\bhead\b|leiter|\bresponsable\b|\bjefe\b|bereichs|abteilungs/],
  ['Trainee', /\bintern\b|trainee|praktikant|werkstudent|apprenti|student|stagiaire|becari/],
  ['Manager', /manager|\bmgr\b|gerente|\blead\b|team ?lead|supervisor|teamleit/],
  [
    'Specialist',
    /specialist|engineer|developer|analyst|consultant|architect|coordinator|executive|representative|\brep\b|officer|expert|associate|technician|administrator|ingenieur|entwickler|berater|referent|sachbearbeit|scientist|designer|accountant|buyer|planner|nurse|teacher|lawyer/,
  ],
  ['Assistant', /assistant|assistent|secretar|sekret|clerk|receptionist/],
];

/** Patterns of departments in job titles; the first match wins. */
const DEPARTMENTS: readonly [department: string, words: RegExp][] = [
  ['Marketing', /marketing|\bcmo\b|brand|communication|\bpr\b|content|advertis|demand gen|growth/],
  [
    'Sales',
    /sales|vertrieb|business development|\bbizdev\b|account (?:manager|executive)|revenue|\bcro\b|commercial|ventas|vente/,
  ],
  ['Human resources', /human resources?|\bhr\b|people|talent|recruit|personal(?!\s?assist)|\bchro\b|rrhh/],
  ['Finance', /financ|\bcfo\b|account(?:ing|ant)|controll|treasur|audit|\btax\b|buchhalt|\bbilling\b/],
  [
    'IT',
    /\bit\b|\bcio\b|\bciso\b|information (?:technology|systems|security)|system(?:s)? admin|infrastructure|network|edv|security|\bdata(?:base)?\b|cloud/,
  ],
  [
    'Engineering',
    /engineer|develop|software|\bcto\b|technolog|technical|technik|\br&d\b|research|scientist|architect|product(?:ion)? design/,
  ],
  ['Purchasing', /purchas|procure|buyer|einkauf|sourcing|supply|compras|achat/],
  ['Operations', /operation|\bcoo\b|logistic|production|manufactur|plant|facility|warehouse|quality|produktion/],
  ['Legal', /legal|counsel|lawyer|compliance|jurist|attorney/],
  ['Customer service', /customer|client|support|service|success|kunden/],
  ['Product', /product/],
  ['Education', /teacher|professor|lecturer|school|dean|education|student/],
  [
    'General management',
    /\bceo\b|president|managing director|geschäftsführ|general manager|founder|(?<!product )owner|inhaber|vorstand|executive/,
  ],
];

const findFirst = (patterns: readonly [string, RegExp][], title: string): string =>
  patterns.find(([, words]) => words.test(title))?.[0] ?? 'Other';

const normaliseTitle = (title: string): string => title.toLowerCase().replace(/\s+/g, ' ').trim();

/** The rank in a job title: "Vice president" for "SVP, Global Marketing"; "Other" where none is found. */
export const rankOf = (title: string): string => findFirst(RANKS, normaliseTitle(title));

/** The department in a job title: "Marketing" for "SVP, Global Marketing"; "Other" where none is found. */
export const departmentOf = (title: string): string => findFirst(DEPARTMENTS, normaliseTitle(title));

/** How a text is reduced to a few categories before encoding. */
export type Grouping = 'job rank' | 'job department' | 'country';

const groups: Record<Grouping, (text: string) => string> = {
  'job rank': rankOf,
  'job department': departmentOf,
  country: countryOf,
};

/** Returns a grouping function with a cache, for columns with repeated texts. */
export function createGrouper(grouping: Grouping): (text: string | undefined) => string | undefined {
  const known = new Map<string, string>();
  return (text) => {
    if (text === undefined || text.trim() === '') return undefined;
    const before = known.get(text);
    if (before !== undefined) return before;
    const group = groups[grouping](text);
    known.set(text, group);
    return group;
  };
}
