/** The texts of the page. */
import ALL_GOALS from '@salesforce/label/c.Run_All_Goals';
import ALL_JOBS from '@salesforce/label/c.Run_All_Jobs';
import BY_DAY from '@salesforce/label/c.Run_By_Day';
import CAPTION from '@salesforce/label/c.Run_Caption';
import COUNT from '@salesforce/label/c.Run_Count';
import CUT_OFF from '@salesforce/label/c.Run_Cut_Off';
import DAY from '@salesforce/label/c.Run_Day';
import DURATION from '@salesforce/label/c.Run_Duration_By_Day';
import EMPTY from '@salesforce/label/c.Run_Empty';
import FAILED from '@salesforce/label/c.Run_Status_Failed';
import FAILURES_ONLY from '@salesforce/label/c.Run_Failures_Only';
import GOAL from '@salesforce/label/c.Run_Goal';
import JOB from '@salesforce/label/c.Run_Job';
import NONE_MATCH from '@salesforce/label/c.Run_None_Match';
import OTHER from '@salesforce/label/c.Run_Status_Other';
import REFRESH from '@salesforce/label/c.Run_Refresh';
import RESTARTED from '@salesforce/label/c.Run_Accept_Started';
import SUCCESSFUL from '@salesforce/label/c.Run_Status_Successful';
import SUMMARY from '@salesforce/label/c.Run_Summary';
import TIME_MINUTES from '@salesforce/label/c.Run_Time_Minutes';
import TIME_SECONDS from '@salesforce/label/c.Run_Time_Seconds';
import TITLE from '@salesforce/label/c.Run_Title';

export const label = {
  ALL_GOALS,
  ALL_JOBS,
  BY_DAY,
  CAPTION,
  COUNT,
  CUT_OFF,
  DAY,
  DURATION,
  EMPTY,
  FAILURES_ONLY,
  GOAL,
  JOB,
  NONE_MATCH,
  REFRESH,
  RESTARTED,
  SUMMARY,
  TIME_MINUTES,
  TIME_SECONDS,
  TITLE,
};

/** The parts of a day's column, from the base. */
export const statusNames = [SUCCESSFUL, FAILED, OTHER];
