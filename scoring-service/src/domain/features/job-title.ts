/** What stands in a title for a rank: the first that is found counts, so the higher stands before the lower. */
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

/** Departments by what titles say of them; the first that is found counts. */
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

const findFirst = (found: readonly [string, RegExp][], title: string): string =>
  found.find(([, words]) => words.test(title))?.[0] ?? 'Other';

const tidy = (title: string): string => title.toLowerCase().replace(/\s+/g, ' ').trim();

/** The rank that a job title tells: "Vice president" of "SVP, Global Marketing"; "Other" where it tells none. */
export const rankOf = (title: string): string => findFirst(RANKS, tidy(title));

/** The department that a job title tells: "Marketing" of "SVP, Global Marketing"; "Other" where it tells none. */
export const departmentOf = (title: string): string => findFirst(DEPARTMENTS, tidy(title));
