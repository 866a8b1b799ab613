import BACK from '@salesforce/label/c.Goal_Back';
import COMPLETE from '@salesforce/label/c.Goal_Complete';
import COMPLETE_TEXT from '@salesforce/label/c.Goal_Complete_Text';
import COMPLETE_UNTRAINED from '@salesforce/label/c.Goal_Complete_Untrained';
import DAYS from '@salesforce/label/c.Goal_Days';
import DESCRIPTION from '@salesforce/label/c.Goal_Description';
import FIELDS_LOADING from '@salesforce/label/c.Goal_Fields_Loading';
import FINISH from '@salesforce/label/c.Goal_Finish';
import MERGE_POLICY from '@salesforce/label/c.Goal_Merge_Policy';
import NAME from '@salesforce/label/c.Goal_Name';
import NAME_MISSING from '@salesforce/label/c.Goal_Name_Missing';
import NAME_TAKEN from '@salesforce/label/c.Goal_Name_Taken';
import NEXT from '@salesforce/label/c.Goal_Next';
import NO_FIELD_SET from '@salesforce/label/c.Goal_No_Field_Set';
import OBJECT from '@salesforce/label/c.Goal_Object';
import OK from '@salesforce/label/c.Goal_Ok';
import PROFILE_TYPE from '@salesforce/label/c.Goal_Profile_Type';
import STEP_BASIC from '@salesforce/label/c.Goal_Step_Basic';
import STEP_DEFINE from '@salesforce/label/c.Goal_Step_Define';
import TIMEFRAME from '@salesforce/label/c.Goal_Timeframe';
import TYPE from '@salesforce/label/c.Goal_Type';

export const label = {
  ...{ BACK, COMPLETE, COMPLETE_TEXT, COMPLETE_UNTRAINED, DAYS, DESCRIPTION, FIELDS_LOADING, FINISH },
  ...{ MERGE_POLICY, NAME, NAME_MISSING, NAME_TAKEN, NEXT, NO_FIELD_SET, OBJECT, OK, PROFILE_TYPE, STEP_BASIC },
  ...{ STEP_DEFINE, TIMEFRAME, TYPE },
};
