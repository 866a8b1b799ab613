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
  const actions = changes.slice(0, SHOWN).map(({ field, label, action, source, exact }) => {
    const words = formatLabel(actionWords[action], labelOf(source) ?? label);
    return { key: field, text: exact ? formatLabel(SCORE, words, score, exact.score) : words };
  });
  const isAdvised = (field: string): boolean => actions.some(({ key }) => key === field);
  const next = nextFields.filter(({ field }) => !isAdvised(field)).slice(0, 1);
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
  const points = (worth?.points ?? [])
    .filter((reason) => reason.points !== 0)
    .map(({ field, label, source, points: value }) => ({
      key: `points ${field}`,
      text: formatLabel(POINTS, labelOf(source) ?? label, signed(value)),
    }));
  const alike = similar.map(({ field, label, source, timesAverage, rows }) => ({
    key: `similar ${field}`,
    text: formatLabel(SIMILAR, labelOf(source) ?? label, formatNumber(timesAverage, 1), formatNumber(rows)),
  }));
  return [...points, ...alike];
}

const signed = (points: number): string => (points > 0 ? `+${formatNumber(points)}` : formatNumber(points));
