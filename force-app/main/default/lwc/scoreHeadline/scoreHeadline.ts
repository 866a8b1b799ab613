import { LightningElement, api } from 'lwc';
import { bandLooks } from 'c/scoringScore';
import type { ScoreView, ScoringGoal, Trend } from 'c/scoringScore';
import { formatDate, formatDateTime, formatLabel, formatNumber, formatPercent } from 'c/scoringText';
import AS_AVERAGE from '@salesforce/label/c.Score_As_Average';
import CONFIRMED from '@salesforce/label/c.Score_Confirmed';
import LIKELY from '@salesforce/label/c.Score_Likely';
import LIKELY_EVER from '@salesforce/label/c.Score_Likely_Ever';
import NO_MODEL from '@salesforce/label/c.Score_No_Model';
import NO_MODEL_NEXT from '@salesforce/label/c.Score_No_Model_Next';
import NO_PERMISSION from '@salesforce/label/c.Score_No_Permission';
import NO_PERMISSION_NEXT from '@salesforce/label/c.Score_No_Permission_Next';
import NOT_QUALIFIED from '@salesforce/label/c.Score_Not_Qualified';
import NOT_QUALIFIED_NEXT from '@salesforce/label/c.Score_Not_Qualified_Next';
import OF_100 from '@salesforce/label/c.Score_Of_100';
import OUTSIDE_SEGMENT from '@salesforce/label/c.Score_Outside_Segment';
import OUTSIDE_SEGMENT_NEXT from '@salesforce/label/c.Score_Outside_Segment_Next';
import PERCENTILE from '@salesforce/label/c.Score_Percentile';
import RANK from '@salesforce/label/c.Score_Rank';
import SCORED_AT from '@salesforce/label/c.Score_Scored_At';
import SCORED_BY from '@salesforce/label/c.Score_Scored_By';
import TIMES_AVERAGE from '@salesforce/label/c.Score_Times_Average';
import TREND_DOWN from '@salesforce/label/c.Score_Trend_Down';
import TREND_SAME from '@salesforce/label/c.Score_Trend_Same';
import TREND_UP from '@salesforce/label/c.Score_Trend_Up';
import WAITING from '@salesforce/label/c.Score_Waiting';
import WAITING_NEXT from '@salesforce/label/c.Score_Waiting_Next';

type Scored = Extract<ScoreView, { state: 'scored' }>;
/** The service's reason of a record that its goal does not score. */
const outsideSegment = "Not in this goal's segment";

type Words = { icon: string; text: string; next: string };

const trends: Record<Trend['direction'], string> = {
  up: 'utility:arrowup',
  down: 'utility:arrowdown',
  same: 'utility:dash',
};

function trendWords({ direction, by, from, since }: Trend): string {
  if (direction === 'same') return formatLabel(TREND_SAME, formatDate(since));
  return formatLabel(direction === 'up' ? TREND_UP : TREND_DOWN, by, from, formatDate(since));
}

function timesAverage(times: number | undefined): string {
  if (times === undefined) return '';
  const number = formatNumber(times, times < 0.1 ? 2 : 1);
  return number === formatNumber(1) ? AS_AVERAGE : formatLabel(TIMES_AVERAGE, number);
}

/** The score of one goal with its band, meaning and trend; or why there is none, with the next step. */
export default class ScoreHeadline extends LightningElement {
  @api goal!: ScoringGoal;
  @api score!: ScoreView;
  /** Shows only the number and the band, for lists of goals. */
  @api isCompact = false;
  label = { OF_100 };

  get scored(): Scored | undefined {
    return this.score.state === 'scored' ? this.score : undefined;
  }

  get numberClass(): string {
    return this.isCompact ? 'slds-text-heading_small' : 'number';
  }

  get band(): { word: string; icon: string; style: string } | undefined {
    return this.scored && bandLooks[this.scored.band];
  }

  get isFull(): boolean {
    return !this.isCompact;
  }

  /** What the score means; without a percentage while the model's probabilities do not hold. */
  get meaning(): string {
    const { goal, scored } = this;
    const basis = scored?.stored?.basis ?? goal.Score_Basis__c;
    if (basis?.toLowerCase() === 'percentile') return RANK;
    if (goal.Probability_Warning__c !== undefined) return timesAverage(scored?.stored?.timesAverage);
    const probability = scored?.stored?.probability;
    if (probability === undefined) return '';
    const percent = formatPercent(probability, probability < 0.1 ? 1 : 0);
    const days = goal.Timeframe_Days__c;
    return days === undefined ? formatLabel(LIKELY_EVER, percent) : formatLabel(LIKELY, percent, days);
  }

  get percentile(): string {
    const percentile = this.scored?.percentile;
    // The best record is not better than itself.
    return percentile === undefined ? '' : formatLabel(PERCENTILE, Math.min(99, percentile));
  }

  get trend(): { icon: string; words: string } | undefined {
    const trend = this.scored?.trend;
    return trend && { icon: trends[trend.direction], words: trendWords(trend) };
  }

  /**
   * The day of the goal's last complete run, when that is later than the day of the score: the run has left the score as
   * it was, because it moved too little to be written.
   */
  get confirmedOn(): string {
    const [scoredAt, lastRun] = [this.scored?.scoredAt, this.goal.Last_Scored_At__c];
    if (scoredAt === undefined || lastRun === undefined || Date.parse(lastRun) <= Date.parse(scoredAt)) return '';
    const [day, lastDay] = [formatDate(scoredAt), formatDate(lastRun)];
    return day === lastDay ? '' : lastDay;
  }

  get scoredAt(): string {
    const { scored } = this;
    if (scored?.scoredAt === undefined) return '';
    const at = formatDateTime(scored.scoredAt);
    const words = scored.stored ? formatLabel(SCORED_BY, at, scored.stored.model) : formatLabel(SCORED_AT, at);
    const { confirmedOn } = this;
    return confirmedOn === '' ? words : formatLabel(CONFIRMED, words, confirmedOn);
  }

  /** Why there is no score. */
  get words(): Words {
    const { goal, score } = this;
    if (score.state === 'no-model')
      return { icon: 'utility:setup', text: formatLabel(NO_MODEL, goal.Name), next: NO_MODEL_NEXT };
    if (score.state === 'no-permission') return { icon: 'utility:lock', text: NO_PERMISSION, next: NO_PERMISSION_NEXT };
    if (score.state === 'waiting') return { icon: 'utility:clock', text: WAITING, next: WAITING_NEXT };
    const reason = score.state === 'not-qualified' ? score.reason : undefined;
    const isOutside = reason === outsideSegment;
    const known = isOutside ? formatLabel(OUTSIDE_SEGMENT, goal.Name) : reason;
    const text = known ?? formatLabel(NOT_QUALIFIED, goal.Name);
    return {
      icon: bandLooks['Not scored'].icon,
      text: `${bandLooks['Not scored'].word}. ${text}`,
      next: isOutside ? OUTSIDE_SEGMENT_NEXT : NOT_QUALIFIED_NEXT,
    };
  }
}
