trigger InvoiceTrigger on Invoice__c(after delete) {
    System.debug('Cancelled: ' + Trigger.oldMap.keySet());
}
