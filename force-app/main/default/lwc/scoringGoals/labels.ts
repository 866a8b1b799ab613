import ACCURACY from '@salesforce/label/c.Goal_Accuracy';
import CLONE_TITLE from '@salesforce/label/c.Goal_Clone_Title';
import CREATE from '@salesforce/label/c.Goal_Create';
import CREATE_TITLE from '@salesforce/label/c.Goal_Create_Title';
import DELETE_TITLE from '@salesforce/label/c.Goal_Delete_Title';
import DELETED from '@salesforce/label/c.Goal_Deleted';
import EDIT_TITLE from '@salesforce/label/c.Goal_Edit_Title';
import EMPTY from '@salesforce/label/c.Goal_Empty';
import EMPTY_VIEWER from '@salesforce/label/c.Goal_Empty_Viewer';
import LAST_SCORED from '@salesforce/label/c.Goal_Last_Scored';
import LIST from '@salesforce/label/c.Goal_List';
import NAME from '@salesforce/label/c.Goal_Name';
import OBJECT from '@salesforce/label/c.Goal_Object';
import RUN_STARTED from '@salesforce/label/c.Goal_Run_Started';
import SAVED from '@salesforce/label/c.Goal_Saved';
import SELECT from '@salesforce/label/c.Goal_Select';
import STATUS from '@salesforce/label/c.Goal_Status';
import TITLE from '@salesforce/label/c.Goal_Title';
import TOO_MANY from '@salesforce/label/c.Goal_Too_Many';

export const label = {
  ...{ ACCURACY, CLONE_TITLE, CREATE, CREATE_TITLE, DELETE_TITLE, DELETED, EDIT_TITLE, EMPTY, EMPTY_VIEWER },
  ...{ LAST_SCORED, LIST, NAME, OBJECT, RUN_STARTED, SAVED, SELECT, STATUS, TITLE, TOO_MANY },
};
