import ACTIONS from '@salesforce/label/c.Setup_Window_Actions';
import ACTIVE from '@salesforce/label/c.Setup_Window_Active';
import CAPTION from '@salesforce/label/c.Setup_Windows_List';
import DAYS from '@salesforce/label/c.Setup_Window_Days';
import DELETED from '@salesforce/label/c.Setup_Window_Deleted';
import DELETE_OF from '@salesforce/label/c.Setup_Window_Delete_Of';
import EDIT_OF from '@salesforce/label/c.Setup_Window_Edit_Of';
import FROM_TO from '@salesforce/label/c.Setup_Window_From_To';
import NAME from '@salesforce/label/c.Setup_Window_Name';
import NEW from '@salesforce/label/c.Setup_Window_New';
import OFF from '@salesforce/label/c.Setup_Off';
import ON from '@salesforce/label/c.Setup_On';
import SAVED from '@salesforce/label/c.Setup_Saved';
import TIMES from '@salesforce/label/c.Setup_Window_Times';
import ZONE from '@salesforce/label/c.Setup_Window_Zone';

export const label = {
  ...{ ACTIONS, ACTIVE, CAPTION, DAYS, DELETED, DELETE_OF, EDIT_OF, FROM_TO, NAME, NEW, OFF, ON, SAVED, TIMES, ZONE },
};
