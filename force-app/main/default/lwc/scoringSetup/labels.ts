import BACKGROUND from '@salesforce/label/c.Setup_Background';
import BACKGROUND_HELP from '@salesforce/label/c.Setup_Background_Help';
import CONNECTION from '@salesforce/label/c.Setup_Connection';
import CONNECTION_HELP from '@salesforce/label/c.Setup_Connection_Help';
import EMPTY from '@salesforce/label/c.Setup_Empty';
import EMPTY_OPEN from '@salesforce/label/c.Setup_Empty_Open';
import FLOWS from '@salesforce/label/c.Setup_Flows';
import FLOWS_HELP from '@salesforce/label/c.Setup_Flows_Help';
import MAPPING from '@salesforce/label/c.Setup_Mapping';
import MAPPING_HELP from '@salesforce/label/c.Setup_Mapping_Help';
import NO_OBJECT from '@salesforce/label/c.Setup_No_Object';
import OF_GOAL from '@salesforce/label/c.Setup_Of_Goal';
import ORPHANS from '@salesforce/label/c.Setup_Orphans';
import ORPHANS_HELP from '@salesforce/label/c.Setup_Orphans_Help';
import PAGES from '@salesforce/label/c.Setup_Pages';
import PAGES_HELP from '@salesforce/label/c.Setup_Pages_Help';
import PERMISSIONS from '@salesforce/label/c.Setup_Permissions';
import PERMISSIONS_HELP from '@salesforce/label/c.Setup_Permissions_Help';
import READ_ONLY from '@salesforce/label/c.Setup_Read_Only';
import REFRESH from '@salesforce/label/c.Setup_Refresh';
import SAVED from '@salesforce/label/c.Setup_Saved';
import SENSITIVE from '@salesforce/label/c.Setup_Sensitive';
import SENSITIVE_HELP from '@salesforce/label/c.Setup_Sensitive_Help';
import STATUSES from '@salesforce/label/c.Setup_Statuses';
import STATUSES_HELP from '@salesforce/label/c.Setup_Statuses_Help';
import SUMMARY from '@salesforce/label/c.Setup_Summary';
import THRESHOLDS from '@salesforce/label/c.Setup_Thresholds';
import THRESHOLDS_HELP from '@salesforce/label/c.Setup_Thresholds_Help';
import TITLE from '@salesforce/label/c.Setup_Title';
import WINDOWS from '@salesforce/label/c.Setup_Windows';
import WINDOWS_HELP from '@salesforce/label/c.Setup_Windows_Help';

export const label = {
  ...{ BACKGROUND, BACKGROUND_HELP, CONNECTION, CONNECTION_HELP, EMPTY, EMPTY_OPEN, MAPPING, MAPPING_HELP },
  ...{ FLOWS, FLOWS_HELP },
  ...{ NO_OBJECT, OF_GOAL, ORPHANS, ORPHANS_HELP, PAGES, PAGES_HELP, PERMISSIONS, PERMISSIONS_HELP, READ_ONLY },
  ...{ REFRESH, SAVED, SENSITIVE, SENSITIVE_HELP, STATUSES, STATUSES_HELP, SUMMARY, THRESHOLDS, THRESHOLDS_HELP },
  ...{ TITLE, WINDOWS, WINDOWS_HELP },
};
