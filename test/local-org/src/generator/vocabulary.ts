export const firstNames = [
  ...['Ada', 'Amir', 'Anna', 'Bruno', 'Carla', 'Chen', 'Daniel', 'Elena', 'Emil', 'Fatima', 'Felix', 'Grace', 'Hana'],
  ...['Hugo', 'Ines', 'Ivan', 'Jana', 'Joao', 'Julia', 'Kenji', 'Klara', 'Leon', 'Lucia', 'Marek', 'Maria', 'Mateo'],
  ...['Mia', 'Nadia', 'Noah', 'Olga', 'Omar', 'Paula', 'Priya', 'Rahul', 'Rosa', 'Samuel', 'Sofia', 'Tomas', 'Yuki'],
];

export const lastNames = [
  ...['Abbott', 'Alvarez', 'Bauer', 'Becker', 'Brown', 'Costa', 'Dubois', 'Duarte', 'Evans', 'Fischer', 'Garcia'],
  ...['Gupta', 'Haas', 'Hughes', 'Ito', 'Jansen', 'Keller', 'Kowalski', 'Kumar', 'Lambert', 'Lopez', 'Martin', 'Meyer'],
  ...['Moreau', 'Murphy', 'Nakamura', 'Nowak', 'Olsen', 'Patel', 'Pereira', 'Quinn', 'Reddy', 'Richter', 'Rossi'],
  ...['Sato', 'Schmidt', 'Silva', 'Singh', 'Smith', 'Suzuki', 'Taylor', 'Torres', 'Vogel', 'Walker', 'Weber', 'Young'],
];

export const companyWords = [
  ...['Alder', 'Amber', 'Arc', 'Beacon', 'Birch', 'Bright', 'Cedar', 'Cobalt', 'Copper', 'Coral', 'Crest', 'Delta'],
  ...['Ember', 'Falcon', 'Fjord', 'Flint', 'Granite', 'Harbor', 'Hazel', 'Iron', 'Juniper', 'Lark', 'Linden', 'Maple'],
  ...['Meridian', 'North', 'Onyx', 'Orchard', 'Pine', 'Quartz', 'River', 'Sable', 'Silver', 'Summit', 'Tidal', 'Vale'],
];

export const companyKinds = [
  ...['Works', 'Systems', 'Partners', 'Labs', 'Logistics', 'Foods', 'Energy', 'Health', 'Bank', 'Retail', 'Group'],
  ...['Media', 'Motors', 'Networks', 'Materials', 'Software', 'Services', 'Supply', 'Tools', 'Travel'],
];

/** 64 syllables, some with the accents that people leave out. */
export const companySyllables = [
  ...['ba', 'be', 'bi', 'bo', 'bu', 'da', 'de', 'di', 'do', 'du', 'fa', 'fe', 'fi', 'fo', 'fu', 'ga', 'ge', 'gi', 'go'],
  ...['ka', 'ke', 'ki', 'ko', 'ku', 'la', 'le', 'li', 'lo', 'lu', 'ma', 'me', 'mi', 'mo', 'mu', 'na', 'ne', 'ni', 'no'],
  ...['pa', 'pe', 'pi', 'po', 'pu', 'ra', 're', 'ri', 'ro', 'ru', 'ta', 'te', 'ti', 'to', 'tu', 'va', 've', 'vi', 'vo'],
  ...['lö', 'mé', 'ño', 'kü', 'šu', 'ły', 'tà'],
];

/** The legal forms of companies by country. */
export const legalFormsOf = (country: string): readonly string[] => places[country]?.legalForms ?? ['Ltd'];

export const departments = [
  'Marketing',
  'Sales',
  'IT',
  'Finance',
  'Operations',
  'Purchasing',
  'Human Resources',
] as const;

/** A title as a person writes it, from its rank and the department. */
export function titleOf(rank: string, department: string): string {
  if (rank === 'Chief') return `Chief ${department} Officer`;
  return rank.endsWith(' of') ? `${rank} ${department}` : `${department} ${rank}`;
}

type Place = { cities: readonly string[]; timeZone: string; dialling: string; legalForms: readonly string[] };

/** Countries of the people, with the time zone of the sales team responsible for them. */
export const places: Record<string, Place> = {
  Germany: {
    cities: ['Berlin', 'Hamburg', 'Munich', 'Cologne'],
    timeZone: 'Europe/Berlin',
    dialling: '+49',
    legalForms: ['GmbH', 'AG', 'GmbH & Co. KG'],
  },
  'United States': {
    cities: ['Austin', 'Boston', 'Denver', 'Seattle'],
    timeZone: 'America/New_York',
    dialling: '+1',
    legalForms: ['Inc.', 'LLC', 'Corp.'],
  },
  'United Kingdom': {
    cities: ['London', 'Leeds', 'Bristol'],
    timeZone: 'Europe/London',
    dialling: '+44',
    legalForms: ['Ltd', 'plc', 'Limited'],
  },
  France: {
    cities: ['Paris', 'Lyon', 'Lille'],
    timeZone: 'Europe/Berlin',
    dialling: '+33',
    legalForms: ['S.A.', 'SAS', 'SARL'],
  },
  Spain: {
    cities: ['Madrid', 'Valencia', 'Bilbao'],
    timeZone: 'Europe/Berlin',
    dialling: '+34',
    legalForms: ['S.L.', 'S.A.'],
  },
  Poland: {
    cities: ['Warsaw', 'Poznan'],
    timeZone: 'Europe/Berlin',
    dialling: '+48',
    legalForms: ['Sp. z o.o.', 'S.A.'],
  },
  India: {
    cities: ['Pune', 'Mumbai', 'Chennai'],
    timeZone: 'Asia/Kolkata',
    dialling: '+91',
    legalForms: ['Pvt. Ltd.', 'Limited'],
  },
  Japan: { cities: ['Tokyo', 'Osaka'], timeZone: 'Asia/Tokyo', dialling: '+81', legalForms: ['K.K.', 'Co., Ltd.'] },
  Brazil: {
    cities: ['Recife', 'Curitiba'],
    timeZone: 'America/Los_Angeles',
    dialling: '+55',
    legalForms: ['Ltda.', 'S.A.'],
  },
};

/** Standard-time offsets in hours; daylight saving time would only shift a working day by an hour. */
export const timeZones = [
  { name: 'Europe/Berlin', utcOffsetHours: 1, locale: 'de_DE' },
  { name: 'America/New_York', utcOffsetHours: -5, locale: 'en_US' },
  { name: 'Europe/London', utcOffsetHours: 0, locale: 'en_GB' },
  { name: 'Asia/Kolkata', utcOffsetHours: 5.5, locale: 'en_IN' },
  { name: 'America/Los_Angeles', utcOffsetHours: -8, locale: 'en_US' },
  { name: 'Asia/Tokyo', utcOffsetHours: 9, locale: 'ja_JP' },
] as const;

export const callSubjects = ['Call', 'Call: first contact', 'Call: follow-up', 'Call: questions answered'] as const;
export const emailSubjects = ['Email: introduction', 'Email: material sent', 'Email: follow-up'] as const;
export const replySubjects = ['Email: Re: introduction', 'Email: Re: material', 'Email: Re: follow-up'] as const;
export const meetingSubjects = ['Meeting: demonstration', 'Meeting: requirements', 'Meeting: prices'] as const;
