import ABOUT from '@salesforce/label/c.Setup_Limit_About';
import ACCOUNTS from '@salesforce/label/c.Setup_Limit_Accounts';
import ACCOUNTS_ACTIVE from '@salesforce/label/c.Setup_Limit_Accounts_Active';
import ACTIVITIES from '@salesforce/label/c.Setup_Limit_Activities';
import ACTIVITY_STOP from '@salesforce/label/c.Setup_Limit_Activity_Stop';
import ACTIVITY_WARN from '@salesforce/label/c.Setup_Limit_Activity_Warn';
import AUC from '@salesforce/label/c.Setup_Limit_Auc';
import BANDS from '@salesforce/label/c.Setup_Bands';
import BANDS_SHARE from '@salesforce/label/c.Setup_Limit_Bands_Share';
import BASIS from '@salesforce/label/c.Goal_Basis';
import BASIS_HELP from '@salesforce/label/c.Setup_Basis_Help';
import CONTACTS from '@salesforce/label/c.Setup_Limit_Contacts';
import CONTACTS_ACTIVE from '@salesforce/label/c.Setup_Limit_Contacts_Active';
import CONVERSIONS from '@salesforce/label/c.Setup_Limit_Conversions';
import FIRMOGRAPHIC_WARN from '@salesforce/label/c.Setup_Limit_Firmographic_Warn';
import HIGH from '@salesforce/label/c.Setup_High_From';
import INPUT_DRIFT from '@salesforce/label/c.Setup_Limit_Input_Drift';
import KNOWN_TYPES from '@salesforce/label/c.Setup_Limit_Known_Types';
import LIMITS from '@salesforce/label/c.Setup_Limits';
import LOADING from '@salesforce/label/c.Common_Loading';
import MEDIUM from '@salesforce/label/c.Setup_Medium_From';
import MISSING from '@salesforce/label/c.Setup_Input_Missing';
import NON_CONVERSIONS from '@salesforce/label/c.Setup_Limit_Non_Conversions';
import NUMBER from '@salesforce/label/c.Setup_Input_Number';
import ORDER from '@salesforce/label/c.Setup_Bands_Order';
import OUTCOME_DRIFT from '@salesforce/label/c.Setup_Limit_Outcome_Drift';
import REPLACE from '@salesforce/label/c.Setup_Limit_Replace';
import RESET_ALL from '@salesforce/label/c.Setup_Reset_All';
import RESET_OF from '@salesforce/label/c.Setup_Reset_Of';
import SUSPICIOUS from '@salesforce/label/c.Setup_Limit_Suspicious';
import TOO_HIGH from '@salesforce/label/c.Setup_Input_Too_High';
import TOO_LOW from '@salesforce/label/c.Setup_Input_Too_Low';
import TRAINING_CONVERSIONS from '@salesforce/label/c.Setup_Limit_Training_Conversions';
import TUNED from '@salesforce/label/c.Setup_Limit_Tuned';
import TUNE_BELOW from '@salesforce/label/c.Setup_Limit_Tune_Below';
import UNREADABLE from '@salesforce/label/c.Setup_Settings_Unreadable';

export const label = {
  ...{ ABOUT, BANDS, BASIS, BASIS_HELP, HIGH, LIMITS, LOADING, MEDIUM, MISSING, NUMBER, ORDER, RESET_ALL },
  ...{ RESET_OF, TOO_HIGH, TOO_LOW, UNREADABLE },
};

/** The labels of the limits, by their names in the settings. A limit without a label is shown by its name. */
export const limitWords: Record<string, string> = {
  accounts: ACCOUNTS,
  contacts: CONTACTS,
  activities: ACTIVITIES,
  conversions: CONVERSIONS,
  nonConversions: NON_CONVERSIONS,
  accountsWithActivity: ACCOUNTS_ACTIVE,
  contactsWithActivity: CONTACTS_ACTIVE,
  knownActivityTypes: KNOWN_TYPES,
  missingActivityStop: ACTIVITY_STOP,
  missingActivityWarn: ACTIVITY_WARN,
  missingFirmographicWarn: FIRMOGRAPHIC_WARN,
  auc: AUC,
  tunedAuc: TUNED,
  tuneBelowAuc: TUNE_BELOW,
  suspiciousAuc: SUSPICIOUS,
  trainingConversions: TRAINING_CONVERSIONS,
  highAndMediumShare: BANDS_SHARE,
  replaceFrom: REPLACE,
  inputDrift: INPUT_DRIFT,
  outcomeDrift: OUTCOME_DRIFT,
};
