/** Clears the scores of deleted goals. */
trigger ScoreGoalTrigger on Score_Goal__c(after delete) {
    ClearGoalScores.start(Trigger.oldMap.keySet());
}
