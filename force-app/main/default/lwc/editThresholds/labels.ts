import ABOUT from '@salesforce/label/c.Setup_Limit_About';
import BANDS from '@salesforce/label/c.Setup_Bands';
import BASIS from '@salesforce/label/c.Goal_Basis';
import BASIS_HELP from '@salesforce/label/c.Setup_Basis_Help';
import HIGH from '@salesforce/label/c.Setup_High_From';
import LIMITS from '@salesforce/label/c.Setup_Limits';
import LOADING from '@salesforce/label/c.Common_Loading';
import MEDIUM from '@salesforce/label/c.Setup_Medium_From';
import MISSING from '@salesforce/label/c.Setup_Input_Missing';
import NUMBER from '@salesforce/label/c.Setup_Input_Number';
import ORDER from '@salesforce/label/c.Setup_Bands_Order';
import RESET_ALL from '@salesforce/label/c.Setup_Reset_All';
import RESET_OF from '@salesforce/label/c.Setup_Reset_Of';
import TOO_HIGH from '@salesforce/label/c.Setup_Input_Too_High';
import TOO_LOW from '@salesforce/label/c.Setup_Input_Too_Low';
import UNREADABLE from '@salesforce/label/c.Setup_Settings_Unreadable';

export const label = {
  ...{ ABOUT, BANDS, BASIS, BASIS_HELP, HIGH, LIMITS, LOADING, MEDIUM, MISSING, NUMBER, ORDER, RESET_ALL },
  ...{ RESET_OF, TOO_HIGH, TOO_LOW, UNREADABLE },
};
