/** The texts of the charts. */
import BAND from '@salesforce/label/c.Model_Band_Value';
import BANDS from '@salesforce/label/c.Model_Bands';
import CALIBRATION from '@salesforce/label/c.Model_Calibration';
import CALIBRATION_SUMMARY from '@salesforce/label/c.Model_Calibration_Summary';
import CHANCE from '@salesforce/label/c.Model_By_Chance';
import EXACT from '@salesforce/label/c.Model_Exact';
import FACTORS from '@salesforce/label/c.Model_Factors';
import FACTORS_SUMMARY from '@salesforce/label/c.Model_Factors_Summary';
import FALSE_RATE from '@salesforce/label/c.Model_False_Rate';
import LIFT from '@salesforce/label/c.Model_Lift';
import LIFT_SHARE from '@salesforce/label/c.Model_Lift_Share';
import LIFT_SUMMARY from '@salesforce/label/c.Model_Lift_Summary';
import LIFT_TIMES from '@salesforce/label/c.Model_Lift_Times';
import MODEL from '@salesforce/label/c.Model_Line';
import NO_RECORDS from '@salesforce/label/c.Model_No_Records';
import OUTCOME from '@salesforce/label/c.Model_Outcome';
import PROBABILITY from '@salesforce/label/c.Model_Probability';
import REALISED from '@salesforce/label/c.Model_Realised';
import REALISED_LATER from '@salesforce/label/c.Model_Realised_Later';
import REALISED_VALUE from '@salesforce/label/c.Model_Realised_Value';
import RECORDS from '@salesforce/label/c.Model_Records';
import ROC from '@salesforce/label/c.Model_Roc';
import ROC_SUMMARY from '@salesforce/label/c.Model_Roc_Summary';
import SCORE from '@salesforce/label/c.Model_Score';
import SCORES from '@salesforce/label/c.Model_Scores';
import SCORES_SUMMARY from '@salesforce/label/c.Model_Scores_Summary';
import TRUE_RATE from '@salesforce/label/c.Model_True_Rate';
import UNDEFINED from '@salesforce/label/c.Model_Undefined';

export const label = {
  BAND,
  BANDS,
  CALIBRATION,
  CALIBRATION_SUMMARY,
  CHANCE,
  EXACT,
  FACTORS,
  FACTORS_SUMMARY,
  FALSE_RATE,
  LIFT,
  LIFT_SHARE,
  LIFT_SUMMARY,
  LIFT_TIMES,
  MODEL,
  NO_RECORDS,
  OUTCOME,
  PROBABILITY,
  REALISED,
  REALISED_LATER,
  REALISED_VALUE,
  RECORDS,
  ROC,
  ROC_SUMMARY,
  SCORE,
  SCORES,
  SCORES_SUMMARY,
  TRUE_RATE,
  UNDEFINED,
};
