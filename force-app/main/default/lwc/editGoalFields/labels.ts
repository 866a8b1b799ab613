import ACCOUNT_CATEGORY from '@salesforce/label/c.Setup_Fields_Account_Category';
import ACCOUNT_CATEGORY_HELP from '@salesforce/label/c.Setup_Fields_Account_Category_Help';
import ACCOUNT_NEED from '@salesforce/label/c.Setup_Fields_Account_Need';
import ACCOUNT_NEED_HELP from '@salesforce/label/c.Setup_Fields_Account_Need_Help';
import CONTACT_TYPE from '@salesforce/label/c.Setup_Fields_Contact_Type';
import CONTACT_TYPE_HELP from '@salesforce/label/c.Setup_Fields_Contact_Type_Help';
import EXCLUDED from '@salesforce/label/c.Setup_Fields_Excluded';
import EXCLUDED_HELP from '@salesforce/label/c.Setup_Fields_Excluded_Help';
import EXTRA from '@salesforce/label/c.Setup_Fields_Extra';
import EXTRA_HELP from '@salesforce/label/c.Setup_Fields_Extra_Help';
import FAIRNESS from '@salesforce/label/c.Setup_Fields_Fairness';
import FAIRNESS_HELP from '@salesforce/label/c.Setup_Fields_Fairness_Help';
import NEED from '@salesforce/label/c.Setup_Fields_Need';
import NEED_HELP from '@salesforce/label/c.Setup_Fields_Need_Help';
import NEED_NONE from '@salesforce/label/c.Setup_Fields_Need_None';
import NEXT_TRAINING from '@salesforce/label/c.Setup_Fields_Next_Training';
import SENSITIVE from '@salesforce/label/c.Setup_Fields_Sensitive';
import SENSITIVE_HELP from '@salesforce/label/c.Setup_Fields_Sensitive_Help';
import UNREADABLE from '@salesforce/label/c.Setup_Settings_Unreadable';

export const label = {
  ...{ ACCOUNT_CATEGORY, ACCOUNT_CATEGORY_HELP, ACCOUNT_NEED, ACCOUNT_NEED_HELP, CONTACT_TYPE, CONTACT_TYPE_HELP },
  ...{ EXCLUDED, EXCLUDED_HELP, EXTRA, EXTRA_HELP, FAIRNESS, FAIRNESS_HELP, NEED, NEED_HELP, NEED_NONE },
  ...{ NEXT_TRAINING, SENSITIVE, SENSITIVE_HELP, UNREADABLE },
};
