/** What the details say of reasons and advice, in the viewer's words. Figures are there for who may read every input. */
import { reasonText } from 'c/scoringReasons';
import { formatLabel, formatNumber } from 'c/scoringText';
import type { ScoreChange, ScoreDetails } from '@plumbline/contract';
import CALL from '@salesforce/label/c.Advice_Call';
import CAMPAIGN from '@salesforce/label/c.Advice_Campaign';
import DOWN from '@salesforce/label/c.Score_Changed_Down';
import EMAIL from '@salesforce/label/c.Advice_Email';
import FILL_IN from '@salesforce/label/c.Advice_Fill_In';
import FILL_IN_EITHER from '@salesforce/label/c.Advice_Fill_In_Either';
import MEETING from '@salesforce/label/c.Advice_Meeting';
import MODEL from '@salesforce/label/c.Score_Changed_Model';
import MOVE from '@salesforce/label/c.Advice_Move';
import NEW_MODEL from '@salesforce/label/c.Score_Changed_New_Model';
import OTHERS from '@salesforce/label/c.Score_Changed_Others';
import POINTS from '@salesforce/label/c.Score_Reason_Points';
import RANKS from '@salesforce/label/c.Score_Changed_Ranks';
import SCORE from '@salesforce/label/c.Advice_Score';
import SIMILAR from '@salesforce/label/c.Score_Reason_Similar';
import SIMILAR_NONE from '@salesforce/label/c.Score_Reason_Similar_None';
import SIMILAR_SAME from '@salesforce/label/c.Score_Reason_Similar_Same';
import UP from '@salesforce/label/c.Score_Changed_Up';

/** The label of a field of the record in the viewer's language. */
export type LabelOf = (source: string | undefined) => string | undefined;

type Line = { key: string; text: string };

/** Actions that are shown. */
const SHOWN = 2;

const actionWords: Record<ScoreChange['action'], string> = {
  call: CALL,
  email: EMAIL,
  meeting: MEETING,
  campaign: CAMPAIGN,
  'fill in': FILL_IN,
};

/** What the owner can do, the most effective first, then the next field to fill in. */
export function adviceLines({ changes = [], nextFields = [] }: ScoreDetails, score: number, labelOf: LabelOf): Line[] {
  // Who may read all sees the score that an action gives: one that gives no other is no advice.
  const raising = changes.filter(({ exact }) => exact === undefined || exact.score > score);
  const actions = raising.slice(0, SHOWN).map(({ field, label, action, source, exact }) => {
    const words = formatLabel(actionWords[action], labelOf(source) ?? label);
    return { key: field, text: exact ? formatLabel(SCORE, words, score, exact.score) : words };
  });
  const isAdvised = (field: string): boolean => actions.some(({ key }) => key === field);
  const moving = nextFields.filter(({ exact }) => exact === undefined || Math.round(exact.expectedMove) > 0);
  const next = moving.filter(({ field }) => !isAdvised(field)).slice(0, 1);
  const fields = next.map(({ field, label, source, direction, exact }) => {
    const words = formatLabel(direction === 'raises' ? FILL_IN : FILL_IN_EITHER, labelOf(source) ?? label);
    return { key: field, text: exact ? formatLabel(MOVE, words, formatNumber(exact.expectedMove)) : words };
  });
  return [...actions, ...fields];
}

/** What moved the score since the earlier one: in points that add up, or without figures by its direction. */
export function differenceLines({ difference }: ScoreDetails, labelOf: LabelOf): Line[] {
  if (!difference) return [];
  const { causes, exact, isNewModel } = difference;
  const words = causes.map((cause) => ({
    key: cause.field,
    text: reasonText({ ...cause, value: cause.value ?? cause.category }, labelOf(cause.source)),
    cause,
  }));
  if (!exact) {
    const described = words.map(({ key, text, cause }) => ({
      key,
      text: formatLabel(cause.direction === 'raises' ? UP : DOWN, text),
    }));
    return isNewModel ? [...described, { key: 'model', text: NEW_MODEL }] : described;
  }
  return [
    ...words.flatMap(({ key, text }, index) => signedLine(key, text, exact.points[index] ?? 0)),
    ...signedLine('other', isNewModel ? MODEL : RANKS, exact.other),
    ...signedLine('remainder', OTHERS, exact.remainder),
  ];
}

function signedLine(key: string, text: string, points: number): Line[] {
  return points === 0 ? [] : [{ key, text: `${signed(points)} ${text}` }];
}

/** What each reason is worth in points, and how records like this one did. */
export function worthLines({ worth, similar = [] }: ScoreDetails, labelOf: LabelOf): Line[] {
  const reasons = worth?.points ?? [];
  // Two inputs of one field, such as the rank and the department in a job title, have names of their own.
  const nameOf = ({ field, label, source }: { field: string; label: string; source?: string }): string => {
    const isShared = [...reasons, ...similar].some((other) => other.source === source && other.field !== field);
    return (isShared ? undefined : labelOf(source)) ?? label;
  };
  const points = reasons
    .filter((reason) => reason.points !== 0)
    .map((reason) => ({
      key: `points ${reason.field}`,
      text: formatLabel(POINTS, nameOf(reason), signed(reason.points)),
    }));
  const alike = similar.map((reason) => ({
    key: `similar ${reason.field}`,
    text: similarText(nameOf(reason), reason),
  }));
  return [...points, ...alike];
}

function similarText(name: string, { timesAverage, rows }: Similar): string {
  if (timesAverage === 0) return formatLabel(SIMILAR_NONE, name, formatNumber(rows));
  const times = formatNumber(timesAverage, timesAverage < 0.1 ? 2 : 1);
  if (times === formatNumber(1)) return formatLabel(SIMILAR_SAME, name, formatNumber(rows));
  return formatLabel(SIMILAR, name, times, formatNumber(rows));
}

type Similar = NonNullable<ScoreDetails['similar']>[number];

const signed = (points: number): string => (points > 0 ? `+${formatNumber(points)}` : formatNumber(points));
