/** Legal forms at the end of a name, by their folded words: `S.p.A.` is read as `s p a`. */
const legalForms = new Set(
  [
    'inc, incorporated, corp, corporation, co, company, llc, l l c, llp, l l p, ltd, l t d, limited, plc, p l c, pllc',
    'gmbh, g m b h, mbh, m b h, gesmbh, ges m b h, ag, a g, kg, k g, kgaa, ohg, ug, gbr, se, ev, e v, eg, e g, ek, e k',
    'haftungsbeschrankt, sa, s a, sas, s a s, sasu, sarl, s a r l, s a rl, eurl, snc, s n c, sca, scs, ltee, srl, s r l, srls',
    'spa, s p a, sapa, bv, b v, nv, n v, vof, v o f, cv, c v, oy, oyj, ab, a b, publ, as, a s, asa, aps, sl, s l, slu, s l u',
    'sau, lda, ltda, sgps, eireli, sp z o o, sp zoo, spzoo, z o o, sro, s r o, spol, kft, zrt, nyrt, doo, d o o, ood, eood',
    'pty, pte, pvt, private, sdn, bhd, tbk, kk, k k, kabushiki kaisha, gk, yk, ooo, oao, zao, pao, sti, ou, uab, sia, fze, wll',
  ]
    .join(', ')
    .split(', '),
);
const longestForm = 4;

/** Between the words of a name, as `&` and `+` are; the first word is always kept. */
const conjunctions = new Set(['and', 'und', 'et', 'y', 'og', 'och', 'en']);

/** What people write who have no company, by the normalised name. */
const placeholders = new Set(
  [
    'not provided, none, no company, na, n a, nn, n n, unknown, unbekannt, inconnu, test, tbd, private, privat, personal, home',
    'self, self employed, selfemployed, freelance, freelancer, individual, particulier, particular, student, keine, keine angabe',
    'x, xx, xxx',
  ]
    .join(', ')
    .split(', '),
);

/** Letters that no accent explains, and those that stand for two. */
const letters: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

/** A lower-case letter without its accent. */
function plainLetter(letter: string): string {
  const base = letters[letter] ?? letter.normalize('NFD').charAt(0);
  return /^[a-z]/.test(base) ? base : letter;
}

const plain = (word: string): string => [...word].map(plainLetter).join('');

const vowels = 'aeiouy';
const isConsonant = (letter: string): boolean => /[a-z]/.test(letter) && !vowels.includes(letter);

/** A letter that people write with accents. */
const isAccentable = (letter: string): boolean => /[aeiouycdgklnrstz]/.test(letter);

/**
 * Whether the first word is compared without accents. A query finds such a name by a pattern that leaves room for accents:
 * of a word with fewer than two consonants it would match every name, and accents on two consonants of a word are rare.
 */
function isFolded(word: string): boolean {
  const letterCount = [...plain(word)].filter((letter) => isConsonant(letter)).length;
  const accented = [...word].filter(
    (letter) => plainLetter(letter) !== letter && isConsonant(plainLetter(letter).charAt(0)),
  );
  const unusual = accented.some((letter) => letter !== 'ß' && !isAccentable(plainLetter(letter)));
  return letterCount >= 2 && accented.filter((letter) => letter !== 'ß').length <= 1 && !unusual;
}

/** The word as a part of a pattern of LIKE, with room for accents on the letters that `isOpen` names. */
const patternOf = (word: string, isOpen: (letter: string, position: number) => boolean): string =>
  word.replaceAll(/ss|ae|oe|[a-z]/g, (found, position: number) =>
    found.length > 1 ? '%' : isOpen(found, position) ? '_' : found,
  );

/** The patterns of the first word: accents on any of its vowels, and on one of its consonants. */
function firstWordPatterns(word: string): string[] {
  if (!isFolded(word)) return [word];
  const text = plain(word);
  const consonants = [...text].flatMap((letter, position) =>
    isConsonant(letter) && isAccentable(letter) ? [position] : [],
  );
  const patterns = [undefined, ...consonants].map((open) =>
    patternOf(text, (letter, position) => vowels.includes(letter) || position === open),
  );
  return [...new Set(patterns)];
}

/** Later words only narrow a query. */
const narrowingWords = 2;

/**
 * The words of a company's name that tell it apart: without legal forms at the end, "the" at the beginning, punctuation,
 * "and", and accents. Undefined where nothing is left, for placeholders, and for names that start with punctuation or hold
 * separate accents, because no pattern would find them.
 */
function wordsOf(name: string): { first: string; further: string[] } | undefined {
  const lower = name.trim().replaceAll('İ', 'i').toLowerCase();
  const text = lower.replace(/^the (?=[\p{L}\p{N}])/u, '');
  if (text !== text.normalize('NFC') || !/^[\p{L}\p{N}]/u.test(text)) return undefined;
  const [first = '', ...rest] = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  let words = [plain(first), ...rest.map(plain)];
  for (let length = longestForm; length > 0; length -= 1) {
    const end = words.slice(-length).join(' ');
    if (words.length <= length || !legalForms.has(end)) continue;
    words = words.slice(0, -length);
    // Forms stand one after the other: GmbH & Co. KG.
    length = longestForm + 1;
  }
  const known = words.join(' ');
  if (legalForms.has(known) || placeholders.has(known)) return undefined;
  return { first, further: words.slice(1).filter((word) => !conjunctions.has(word)) };
}

/** What the names of one company have in common; undefined for a name that tells no company apart. */
export function companyNameKey(name: string): string | undefined {
  const words = wordsOf(name);
  return words && [isFolded(words.first) ? plain(words.first) : words.first, ...words.further].join(' ');
}

/** The patterns of SOQL's LIKE that every name with the same key matches at least one of; they also match others. */
export function namePatterns(name: string): string[] {
  const words = wordsOf(name);
  if (words === undefined) return [];
  const further = words.further.slice(0, narrowingWords).map((word) => `%${patternOf(word, isAccentable)}`);
  const first = firstWordPatterns(words.first);
  const afterThe = isFolded(words.first) ? patternOf(plain(words.first), isAccentable) : words.first;
  return [...first, `the ${afterThe}`].map((start) => `${start}${further.join('')}%`);
}
