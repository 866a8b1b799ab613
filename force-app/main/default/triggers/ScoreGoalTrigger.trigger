/** Clears the scores of deleted goals. */
trigger ScoreGoalTrigger on Score_Goal__c(after delete) {
    System.enqueueJob(new ClearGoalScores(new List<Id>(Trigger.oldMap.keySet())));
}
