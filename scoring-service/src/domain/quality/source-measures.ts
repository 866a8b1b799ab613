/** What the quality checks need to know of the data itself; shares are 0 to 1. */
export type SourceMeasures = {
  accounts: number;
  contacts: number;
  opportunities: number;
  /** Phone calls, e-mails and meetings. */
  activities: number;
  /** Records that reached the goal. */
  conversions: number;
  accountsWithActivity: number;
  contactsWithActivity: number;
  /** Activities of open records by type, and of all records that are learned from. */
  activityTypesToScore: Record<string, number>;
  activityTypesLearned: Record<string, number>;
  /** From the first record to the moment of measuring. */
  historyDays: number;
};
