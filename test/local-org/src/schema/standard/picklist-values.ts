/** Values that several standard objects share. */
export const salutations = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'];
export const leadSources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
export const ratings = ['Hot', 'Warm', 'Cold'];
export const cleanStatuses = [
  'Matched=In Sync',
  'Different',
  'Acknowledged=Reviewed',
  'NotFound=Not Found',
  'Inactive',
  'Pending=Not Compared',
  'SelectMatch=Select Match',
  'Skipped',
];
export const industries = [
  'Agriculture',
  'Apparel',
  'Banking',
  'Biotechnology',
  'Chemicals',
  'Communications',
  'Construction',
  'Consulting',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Entertainment',
  'Environmental',
  'Finance',
  'Food & Beverage',
  'Government',
  'Healthcare',
  'Hospitality',
  'Insurance',
  'Machinery',
  'Manufacturing',
  'Media',
  'Not For Profit',
  'Recreation',
  'Retail',
  'Shipping',
  'Technology',
  'Telecommunications',
  'Transportation',
  'Utilities',
  'Other',
];

export type LeadStatus = { value: string; isDefault: boolean; isConverted: boolean };

export const leadStatuses: LeadStatus[] = [
  { value: 'Open - Not Contacted', isDefault: true, isConverted: false },
  { value: 'Working - Contacted', isDefault: false, isConverted: false },
  { value: 'Closed - Converted', isDefault: false, isConverted: true },
  { value: 'Closed - Not Converted', isDefault: false, isConverted: false },
];

export type OpportunityStage = {
  value: string;
  /** Percent. */
  probability: number;
  isClosed: boolean;
  isWon: boolean;
  forecastCategory: 'Pipeline' | 'BestCase' | 'Forecast' | 'Closed' | 'Omitted';
};

const open = (
  value: string,
  probability: number,
  forecastCategory: OpportunityStage['forecastCategory'] = 'Pipeline',
): OpportunityStage => ({ value, probability, isClosed: false, isWon: false, forecastCategory });

export const opportunityStages: OpportunityStage[] = [
  open('Prospecting', 10),
  open('Qualification', 10),
  open('Needs Analysis', 20),
  open('Value Proposition', 50),
  open('Id. Decision Makers', 60),
  open('Perception Analysis', 70),
  open('Proposal/Price Quote', 75),
  open('Negotiation/Review', 90),
  { value: 'Closed Won', probability: 100, isClosed: true, isWon: true, forecastCategory: 'Closed' },
  { value: 'Closed Lost', probability: 0, isClosed: true, isWon: false, forecastCategory: 'Omitted' },
];

/** The name that users see for a forecast category. */
export const forecastCategoryNames: Record<OpportunityStage['forecastCategory'], string> = {
  Pipeline: 'Pipeline',
  BestCase: 'Best Case',
  Forecast: 'Commit',
  Closed: 'Closed',
  Omitted: 'Omitted',
};
