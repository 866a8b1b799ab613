import { z } from 'zod';

/** An ERROR stops the run. */
export const severitySchema = z.enum(['ERROR', 'WARNING', 'INFO']);
export type Severity = z.infer<typeof severitySchema>;

/**
 * The exact texts of the quality checks; `{}` is the measured value. A code is never an HTTP status. Codes from 900 up
 * are additions to the specified ones.
 */
export const codeTexts = {
  100: 'INFO 100. Leads AI quality check: the count of accounts is: {}.',
  101: 'INFO 101. Leads AI quality check: the count of contacts is: {}.',
  102: 'INFO 102. Leads AI quality check: the count of opportunities is: {}.',
  103: 'INFO 103. Leads AI quality check: testing auc is low. Start parameter tuning. Testing auc: {}.',
  200: 'WARNING 200. Leads AI quality check: the missing rate of firmographic features is: {}.',
  201: 'WARNING 201. Leads AI quality check: the missing rate of activity features is: {}.',
  401: 'ERROR 401. Leads AI pipeline stopped: not enough valid accounts for account scoring. Count of accounts: {}.',
  402: 'ERROR 402. Leads AI pipeline stopped: not enough valid contacts for contact scoring. Count of contacts: {}.',
  403: 'ERROR 403. Leads AI pipeline stopped: not enough activity volume for model training. Count of events: {}.',
  404: 'ERROR 404. Leads AI pipeline stopped: not enough conversions for model training. Count of conversions: {}.',
  405: 'ERROR 405. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of accounts has activity.',
  406: 'ERROR 406. Leads AI pipeline stopped: activity too sparse for valid model training. Only {} percent of contacts has activity.',
  407: 'ERROR 407. Leads AI pipeline stopped: scoring data activity types do not match with training data.',
  408: 'ERROR 408. Leads AI pipeline stopped: missing rate is too high for activity features. Missing rate: {}.',
  409: 'ERROR 409. Leads AI pipeline stopped: test auc is too low. Test auc: {}.',
  410: 'ERROR 410. Leads AI pipeline stopped: test auc is too low after parameter tuning. Test auc: {}.',
  411: 'ERROR 411. Leads AI pipeline stopped: training data does not have enough conversions to produce reliable model. Conversions: {}.',
  412: 'ERROR 412. Leads AI pipeline stopped: test data does not have any conversion to calculate AUC-ROC.',
  900: 'ERROR 900. Not enough records that did not reach the goal for model training. Count: {}.',
  901: 'WARNING 901. Fields filled or changed only after the outcome are left out: {}.',
  902: 'WARNING 902. The test auc is suspiciously high: a field may contain the outcome. Test auc: {}.',
  903: 'WARNING 903. The history is shorter than six months plus the timeframe. Days of history: {}.',
  904: 'WARNING 904. The inputs have drifted from the training data: {}.',
  905: 'INFO 905. The training rows were sampled by chance with a fixed seed. Rows used: {}.',
  906: 'WARNING 906. The bands of this score basis part records badly; consider the score basis {}.',
  907: 'INFO 907. The goal learns from one row per record as it stands, without dates: activity checks are not made. Rows: {}.',
  908: 'INFO 908. Records of people who do not want to be profiled are left out. Count: {}.',
  909: 'WARNING 909. The new model is not at least 95 percent as good as the active one, which stays in use. Test auc new and active: {}.',
  910: 'ERROR 910. The run stopped: {}',
  911: 'INFO 911. The run was ended early: {}',
  912: 'WARNING 912. The run is paused: {}',
  913: 'INFO 913. The run is paused: {}',
  920: 'INFO 920. Parameter tuning tried on later data {}.',
  921: 'WARNING 921. Fields stand in for a field marked for the fairness check: {}.',
  922: 'WARNING 922. A group is found among the best-scored fifth less than 80 percent as often as the most favoured one: {}.',
  923: 'INFO 923. The fairness check could not be made for: {}.',
  930: 'WARNING 930. The outcomes have drifted from the predictions of the model. Records, expected and realised conversions: {}.',
  931: 'WARNING 931. The rate that the model predicts for the newest records differs from what happened by more than chance: {}.',
  940: 'ERROR 940. The org refused too many scores, which stay as they were. Refused: {}.',
  941: 'WARNING 941. The org refused scores: {}',
  942: 'INFO 942. Scores that changed too little to be written stay as they were. Count: {}.',
  945: 'ERROR 945. The score goal names what the org does not have or the integration user cannot read: {}',
  946: 'ERROR 946. The run stopped before it wrote, because it would take the score of {}',
  947: 'WARNING 947. The score goal names what the org does not have or the integration user cannot read: {}',
  948: 'ERROR 948. The integration user can no longer read what the active model reads: {}',
  949: 'WARNING 949. The training does without fields that the last model read, because the integration user can no longer read them: {}',
  950: 'WARNING 950. The integration user does not see all records of the org: {}',
  951: 'WARNING 951. Some scores could not be removed: {}',
  952: 'INFO 952. An admin accepted that the run takes scores. Records: {}.',
  953: "INFO 953. The score goal names no qualified statuses, so it takes those that the org's leads leave again: {}",
  954: 'WARNING 954. The score goal names no qualified statuses, so it scores leads in every open status: {}',
  956: 'WARNING 956. The org shows no e-mail: e-mails that Einstein Activity Capture keeps outside the org cannot be read, so the model learns from calls and meetings only. E-mails: {}.',
  957: 'INFO 957. The org has person accounts: each counts as an account with one person, and a contact goal writes the score to the contact behind it. Person accounts: {}.',
  955: 'INFO 955. E-mail addresses that many people share match nobody, and an opt-out of one holds for its record only. Records, and of them opted out: {}.',
  958: 'ERROR 958. The score goal needs at least one qualified status: {}',
  959: 'WARNING 959. The model was trained for another segment than the one that the score goal scores, and does not know all of its records: {}',
  960: 'WARNING 960. Lead Status has no field history: leads count as qualified until they were converted or last changed. Switch on history tracking for Lead Status. Leads whose earlier status is unknown: {}.',
  961: 'INFO 961. The training starts where the history of Lead Status starts: {}.',
  962: 'WARNING 962. The history of Lead Status is too short to learn from it alone: before it, leads count as qualified until they were converted or last changed. The history starts: {}.',
  963: 'WARNING 963. The org has no field history of {}',
  964: 'INFO 964. Field history holds texts that are neither values nor labels of their picklists and count as unknown. Changes by field: {}.',
  970: 'INFO 970. Records moved to another band, and events say so. Count: {}.',
  971: 'INFO 971. Records moved to another band because they are scored in another way, which is no event. Count: {}.',
  972: 'INFO 972. How the accounts of open leads were found, and how many leads have none because several accounts fit: {}.',
} as const;

export type Code = keyof typeof codeTexts;

/** One next step for each code, beside the texts, which stay as they are specified. */
export const nextSteps: Record<Code, string> = {
  100: 'Compare the count with the accounts of the org: the integration user must see them all.',
  101: 'Compare the count with the contacts of the org: the integration user must see them all.',
  102: 'Compare the count with the opportunities of the org: the integration user must see them all.',
  103: 'Nothing to do: the tuning runs by itself.',
  200: 'Fill in company fields such as industry and number of employees, or add fields in Setup, Fields for the model.',
  201: 'Log calls, e-mails and meetings in the org, on the records that the goal scores.',
  401: 'Train again when the org has enough accounts, or lower the limit in Setup, Bands and thresholds.',
  402: 'Train again when the org has enough contacts, or lower the limit in Setup, Bands and thresholds.',
  403: 'Log calls, e-mails and meetings in the org, then train again when there are enough.',
  404: 'Train again when enough records have reached the goal, or clone the goal with a longer timeframe.',
  405: 'Log activities on accounts, and check that the integration user sees them.',
  406: 'Log activities on contacts and leads, and check that the integration user sees them.',
  407: 'Train again, so that the model knows the activity types in use.',
  408: 'Log activities on the records that the goal scores, then train again.',
  409: 'Add fields that say more about the outcome in Setup, Fields for the model, then train again.',
  410: 'Add fields that say more about the outcome in Setup, Fields for the model, then train again.',
  411: 'Train again when more records have reached the goal, or clone the goal with a longer timeframe.',
  412: 'Train again when some of the newest records have reached the goal.',
  900: "Check that the goal's conditions do not hold for nearly every record, then clone the goal with others.",
  901: 'Check the fields, and exclude those that people fill in after the outcome in Setup, Fields for the model.',
  902: 'Look at the strongest fields of the model, and exclude any that is known only after the outcome.',
  903: 'Train again when the history is longer: the model cannot know the seasons yet.',
  904: 'Check whether the fields are filled in differently now, then train again.',
  905: 'Nothing to do: raise PLUMBLINE_TRAINING_ROWS to use more rows.',
  906: 'Compare the bases on the model card, then change the basis or the limits in Setup, Bands and thresholds.',
  907: 'Nothing to do: let the goal learn from history once the records have dates.',
  908: 'Nothing to do: people who opt out are neither learned from nor scored.',
  909: 'Compare both models on the tab Model, and activate the new one there if you prefer it.',
  910: 'Fix what the message names, then start the run again.',
  911: 'Start the run again if you still need it.',
  912: 'Wait, or remove the reason that the message names: the run continues by itself.',
  913: 'Nothing to do: the run continues in the next maintenance window.',
  920: 'Nothing to do: the best settings are in use where they did better.',
  921: 'Check the fields, and exclude those that should not stand in for it in Setup, Fields for the model.',
  922: 'Check on the model card which fields lower the scores of the group, and exclude those that should not.',
  923: 'Check again when the org has more records of these groups.',
  930: 'Train the goal again.',
  931: 'Look for what has changed in the org, and train again when newer records have outcomes; use ranks until then.',
  940: 'Fix what the other messages of the run name, then start the run again.',
  941: 'Fix what the message names; the next run writes these scores.',
  942: 'Nothing to do: lower the points in Setup, Bands and thresholds, to write smaller changes.',
  945: 'Correct the goal or the org as the message says, then start the run again.',
  946: 'Check the qualified statuses and the segment, or accept the removals on the tab Runs.',
  947: 'Correct the goal or the org as the message says.',
  948: 'Give the integration user access to these fields again, or train the goal without them.',
  949: 'Give the integration user access to these fields again, then train the goal, if the model should have them.',
  950: 'Share the records with the integration user as the message says, then start the run again.',
  951: 'Remove the reason that the message names, then delete the scores again.',
  952: 'Nothing to do: the removed scores come back when the records qualify again.',
  953: 'Check the statuses in Setup, Qualified statuses.',
  954: 'Choose the statuses in Setup, Qualified statuses.',
  955: 'Nothing to do: raise the limit in Setup, Bands and thresholds, if these addresses belong to one person each.',
  956: 'Log e-mails as tasks or e-mail messages in the org, if the model should know them.',
  957: 'Nothing to do: person accounts are scored as the message says.',
  958: 'Choose at least one status in Setup, Qualified statuses.',
  959: 'Train the goal again.',
  960: 'Switch on field history tracking for Lead Status in Object Manager.',
  961: 'Nothing to do: later trainings have more of the history.',
  962: 'Nothing to do: later trainings have more of the history.',
  963: 'Switch on field history tracking for the field in Object Manager.',
  964: 'Check the picklists of these fields for values that were deleted or renamed.',
  970: 'Nothing to do: flows that subscribe to Score Band Change receive them.',
  971: 'Nothing to do: it is the first scoring, or the first with this model, score basis or band limits.',
  972: 'Nothing to do: where several accounts fit, merge those that are one company, or give each its own web site.',
};

export const codes = Object.keys(codeTexts).map(Number) as Code[];

export const severityOf = (code: Code): Severity => severitySchema.parse(codeTexts[code].split(' ')[0]);

/** The text of a code with its measured value. */
export const textOf = (code: Code, detail: string): string => codeTexts[code].replace('{}', () => detail);

/**
 * A result of a quality check: a code with its measured value. Where `detail` is not that number alone, `figure` is what
 * was compared with the limit of the code, in the limit's unit; `limit` is given where the code has several or none.
 */
export type Finding = { code: Code; detail: string; figure?: number; limit?: number };
