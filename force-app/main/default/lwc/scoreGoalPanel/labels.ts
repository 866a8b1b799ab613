import ACCURACY from '@salesforce/label/c.Goal_Accuracy';
import BASIS from '@salesforce/label/c.Goal_Basis';
import CLONE from '@salesforce/label/c.Goal_Clone';
import DEFINITION from '@salesforce/label/c.Goal_Definition';
import DELETE from '@salesforce/label/c.Goal_Delete';
import DESCRIPTION from '@salesforce/label/c.Goal_Description';
import EDIT from '@salesforce/label/c.Goal_Edit';
import LAST_RUN from '@salesforce/label/c.Goal_Last_Run';
import MERGE_POLICY from '@salesforce/label/c.Goal_Merge_Policy';
import MODEL from '@salesforce/label/c.Goal_Model';
import NEXT_SCORING from '@salesforce/label/c.Goal_Next_Scoring';
import NEXT_TRAINING from '@salesforce/label/c.Goal_Next_Training';
import NO_RUN from '@salesforce/label/c.Goal_Last_Run_None';
import NOT_PLANNED from '@salesforce/label/c.Goal_Not_Planned';
import OBJECT from '@salesforce/label/c.Goal_Object';
import PROFILE_TYPE from '@salesforce/label/c.Goal_Profile_Type';
import QUALIFIED from '@salesforce/label/c.Goal_Qualified';
import QUALIFIED_ALL from '@salesforce/label/c.Goal_Qualified_All';
import QUALIFIED_SUGGESTED from '@salesforce/label/c.Goal_Qualified_Suggested';
import RUN_COUNTS from '@salesforce/label/c.Goal_Run_Counts';
import SCORE_FIELD from '@salesforce/label/c.Goal_Score_Field';
import SCORE_NOW from '@salesforce/label/c.Goal_Score_Now';
import SEGMENT from '@salesforce/label/c.Goal_Segment';
import TRAIN_NOW from '@salesforce/label/c.Goal_Train_Now';

export const label = {
  ...{ ACCURACY, BASIS, CLONE, DEFINITION, DELETE, DESCRIPTION, EDIT, LAST_RUN, MERGE_POLICY, MODEL, NEXT_SCORING },
  ...{ NEXT_TRAINING, NO_RUN, NOT_PLANNED, OBJECT, PROFILE_TYPE, QUALIFIED, QUALIFIED_ALL, RUN_COUNTS, SCORE_FIELD },
  ...{ QUALIFIED_SUGGESTED, SEGMENT, SCORE_NOW, TRAIN_NOW },
};
