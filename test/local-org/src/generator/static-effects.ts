type Level = { value: string; share: number; effect: number };

/** How a field of the lead moves the logit of its conversion; `missing` is a level of its own. */
export type StaticEffect = {
  /** The Lead field; `Contact` stands for: the lead's e-mail address is that of a contact. */
  field: string;
  levels: readonly Level[];
  /** Standard deviation of the effect over all leads: how strong the field is. */
  strength: number;
};

/** The level of a field without a value. */
export const missing = 'missing';

/** Centres the effects, and scales them to the strength. */
function staticEffect(field: string, strength: number, table: Record<string, [share: number, effect: number]>) {
  const rows = Object.entries(table);
  const total = rows.reduce((sum, [, [share]]) => sum + share, 0);
  const mean = rows.reduce((sum, [, [share, effect]]) => sum + share * effect, 0) / total;
  const variance = rows.reduce((sum, [, [share, effect]]) => sum + share * (effect - mean) ** 2, 0) / total;
  const levels = rows.map(([value, [share, effect]]) => ({
    value,
    share: share / total,
    effect: ((effect - mean) * strength) / Math.sqrt(variance),
  }));
  return { field, levels, strength } satisfies StaticEffect;
}

/** Rank in the company, read from Title. */
const title = staticEffect('Title', 0.95, {
  Chief: [8, 1.3],
  'VP of': [12, 1.1],
  'Director of': [18, 0.6],
  'Head of': [10, 0.4],
  Manager: [24, -0.1],
  Specialist: [17, -0.9],
  Intern: [7, -1.8],
  [missing]: [4, -0.8],
});

const leadSource = staticEffect('LeadSource', 0.76, {
  Web: [34, 0.1],
  'Phone Inquiry': [12, 0.8],
  'Partner Referral': [11, 1.3],
  'Purchased List': [16, -1.4],
  Webinar: [11, 0.3],
  'Trade Show': [8, -0.1],
  Other: [6, -0.6],
  [missing]: [2, -0.5],
});

const industry = staticEffect('Industry', 0.6, {
  Technology: [18, 1],
  Manufacturing: [15, 0.4],
  Finance: [12, 0.8],
  Healthcare: [10, 0.2],
  Retail: [9, -0.4],
  Education: [8, -1],
  Consulting: [7, 0.1],
  Government: [6, -1.2],
  Hospitality: [5, -0.9],
  Energy: [4, 0.5],
  [missing]: [6, -0.2],
});

/** By bands of NumberOfEmployees: `employeeBand`. */
const employees = staticEffect('NumberOfEmployees', 0.46, {
  '1-19': [22, -1],
  '20-99': [25, -0.2],
  '100-499': [21, 0.7],
  '500-1999': [12, 1],
  '2000+': [6, 0.4],
  [missing]: [14, -0.3],
});

const productInterest = staticEffect('Product_Interest__c', 0.34, {
  Platform: [30, 0.7],
  Analytics: [25, 0.2],
  Integration: [18, 0.4],
  Services: [12, -0.5],
  Training: [10, -1.5],
  [missing]: [5, -0.6],
});

const country = staticEffect('Country', 0.22, {
  Germany: [22, 0.6],
  'United States': [24, 0.4],
  'United Kingdom': [12, 0.2],
  France: [9, -0.1],
  Spain: [6, -0.6],
  Poland: [6, -0.3],
  India: [8, -1],
  Japan: [5, 0.1],
  Brazil: [4, -0.9],
  [missing]: [4, -0.2],
});

const existingContact = staticEffect('Contact', 0.16, { yes: [8, 1], no: [92, 0] });

export const effectTables = { title, leadSource, industry, employees, productInterest, country, existingContact };

/** Every static effect, the strongest first. */
export const staticEffects: readonly StaticEffect[] = Object.values(effectTables).sort(
  (one, other) => other.strength - one.strength,
);

/** The levels to draw from, without `missing`, which is drawn apart. */
export function drawableLevels(effect: StaticEffect): { value: string; weight: number }[] {
  return effect.levels
    .filter((level) => level.value !== missing)
    .map((level) => ({ value: level.value, weight: level.share }));
}

/** How often the field is empty. */
export function missingShare(effect: StaticEffect): number {
  return effect.levels.find((level) => level.value === missing)?.share ?? 0;
}

const levelsByField = new Map(
  staticEffects.map((effect) => [effect.field, new Map(effect.levels.map((level) => [level.value, level.effect]))]),
);

/** The effect of a value on the logit. */
export function effectOf(effect: StaticEffect, value: string | undefined): number {
  const found = levelsByField.get(effect.field)?.get(value ?? missing);
  if (found === undefined) throw new RangeError(`${effect.field} has no level ${value ?? missing}.`);
  return found;
}

/** The band of a number of employees. */
export function employeeBand(count: number | undefined): string | undefined {
  if (count === undefined) return undefined;
  if (count < 20) return '1-19';
  if (count < 100) return '20-99';
  if (count < 500) return '100-499';
  return count < 2000 ? '500-1999' : '2000+';
}
