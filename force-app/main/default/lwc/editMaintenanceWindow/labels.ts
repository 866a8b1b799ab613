import ACTIVE from '@salesforce/label/c.Setup_Window_Active';
import DAYS from '@salesforce/label/c.Setup_Window_Days';
import DAYS_MISSING from '@salesforce/label/c.Setup_Window_Days_Missing';
import END from '@salesforce/label/c.Setup_Window_End';
import HELP from '@salesforce/label/c.Setup_Window_Help';
import MISSING from '@salesforce/label/c.Setup_Input_Missing';
import NAME from '@salesforce/label/c.Setup_Window_Name';
import START from '@salesforce/label/c.Setup_Window_Start';
import ZONE from '@salesforce/label/c.Setup_Window_Zone';

export const label = {
  ...{ ACTIVE, DAYS, DAYS_MISSING, END, HELP, MISSING, NAME, START, ZONE },
};
