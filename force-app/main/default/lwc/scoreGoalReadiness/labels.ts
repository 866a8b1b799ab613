import AGAIN from '@salesforce/label/c.Readiness_Again';
import CHECKING from '@salesforce/label/c.Readiness_Checking';
import FAILED from '@salesforce/label/c.Readiness_Failed';
import FIGURE from '@salesforce/label/c.Readiness_Figure';
import LATER from '@salesforce/label/c.Readiness_Later';
import NOT_NEEDED from '@salesforce/label/c.Readiness_Not_Needed';
import NOT_READY from '@salesforce/label/c.Readiness_Not_Ready';
import PASSED from '@salesforce/label/c.Readiness_Passed';
import PASSES_ON from '@salesforce/label/c.Readiness_Passes_On';
import READY from '@salesforce/label/c.Readiness_Ready';
import SHORT from '@salesforce/label/c.Readiness_Short';
import TITLE from '@salesforce/label/c.Readiness_Title';
import UNKNOWN from '@salesforce/label/c.Readiness_Unknown';
import WAITING from '@salesforce/label/c.Readiness_Waiting';
import WARNED from '@salesforce/label/c.Readiness_Warned';

export const label = {
  ...{
    AGAIN,
    CHECKING,
    FAILED,
    FIGURE,
    LATER,
    NOT_NEEDED,
    NOT_READY,
    PASSED,
    PASSES_ON,
    READY,
    SHORT,
    TITLE,
    UNKNOWN,
    WAITING,
    WARNED,
  },
};
