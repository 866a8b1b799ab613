trigger InvoiceTrigger on Invoice__c(after delete) {
    System.enqueueJob(new CancelInvoices(Trigger.oldMap.keySet()));
}
