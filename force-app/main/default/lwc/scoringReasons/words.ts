/** The words for inputs that the service computes, by the name of the input. A test holds that none is missing. */
import ACCOUNT_RECORD_TYPE from '@salesforce/label/c.Reason_Account_Record_Type';
import ACCOUNT_FOUND from '@salesforce/label/c.Reason_Account_Found';
import ACCOUNT_TYPE from '@salesforce/label/c.Reason_Account_Type';
import ACTIVE_PEOPLE_90_DAYS_MANY from '@salesforce/label/c.Reason_Active_People_90_Days_Many';
import ACTIVE_PEOPLE_90_DAYS_NONE from '@salesforce/label/c.Reason_Active_People_90_Days_None';
import ACTIVE_PEOPLE_90_DAYS_ONE from '@salesforce/label/c.Reason_Active_People_90_Days_One';
import CALL_AGO from '@salesforce/label/c.Reason_Call_Ago';
import CALL_FOR from '@salesforce/label/c.Reason_Call_For';
import CALL_MINUTES_90_DAYS_MANY from '@salesforce/label/c.Reason_Call_Minutes_90_Days_Many';
import CALL_MINUTES_90_DAYS_NONE from '@salesforce/label/c.Reason_Call_Minutes_90_Days_None';
import CALL_MINUTES_90_DAYS_ONE from '@salesforce/label/c.Reason_Call_Minutes_90_Days_One';
import CALL_NEVER from '@salesforce/label/c.Reason_Call_Never';
import CALLS_30_DAYS_MANY from '@salesforce/label/c.Reason_Calls_30_Days_Many';
import CALLS_30_DAYS_NONE from '@salesforce/label/c.Reason_Calls_30_Days_None';
import CALLS_30_DAYS_ONE from '@salesforce/label/c.Reason_Calls_30_Days_One';
import CALLS_90_DAYS_MANY from '@salesforce/label/c.Reason_Calls_90_Days_Many';
import CALLS_90_DAYS_NONE from '@salesforce/label/c.Reason_Calls_90_Days_None';
import CALLS_90_DAYS_ONE from '@salesforce/label/c.Reason_Calls_90_Days_One';
import CALLS_TOTAL_MANY from '@salesforce/label/c.Reason_Calls_Total_Many';
import CALLS_TOTAL_NONE from '@salesforce/label/c.Reason_Calls_Total_None';
import CALLS_TOTAL_ONE from '@salesforce/label/c.Reason_Calls_Total_One';
import CAMPAIGN_RESPONSES_MANY from '@salesforce/label/c.Reason_Campaign_Responses_Many';
import CAMPAIGN_RESPONSES_NONE from '@salesforce/label/c.Reason_Campaign_Responses_None';
import CAMPAIGN_RESPONSES_ONE from '@salesforce/label/c.Reason_Campaign_Responses_One';
import CAMPAIGN_TYPE from '@salesforce/label/c.Reason_Campaign_Type';
import CONTACT_ROLE from '@salesforce/label/c.Reason_Contact_Role';
import CAMPAIGNS_MANY from '@salesforce/label/c.Reason_Campaigns_Many';
import CAMPAIGNS_NONE from '@salesforce/label/c.Reason_Campaigns_None';
import CAMPAIGNS_ONE from '@salesforce/label/c.Reason_Campaigns_One';
import CHANGED_AGO from '@salesforce/label/c.Reason_Changed_Ago';
import COMPLETENESS from '@salesforce/label/c.Reason_Completeness';
import CONTACTS_MANY from '@salesforce/label/c.Reason_Contacts_Many';
import CONTACTS_NONE from '@salesforce/label/c.Reason_Contacts_None';
import CONTACTS_ONE from '@salesforce/label/c.Reason_Contacts_One';
import CREATED_AGO from '@salesforce/label/c.Reason_Created_Ago';
import DAYS_MANY from '@salesforce/label/c.Reason_Days_Many';
import DAYS_NONE from '@salesforce/label/c.Reason_Days_None';
import DAYS_ONE from '@salesforce/label/c.Reason_Days_One';
import DEPARTMENT from '@salesforce/label/c.Reason_Department';
import EMAIL_AGO from '@salesforce/label/c.Reason_Email_Ago';
import EMAIL_FOR from '@salesforce/label/c.Reason_Email_For';
import EMAIL_KIND from '@salesforce/label/c.Reason_Email_Kind';
import EMAIL_NEVER from '@salesforce/label/c.Reason_Email_Never';
import EMAILS_30_DAYS_MANY from '@salesforce/label/c.Reason_Emails_30_Days_Many';
import EMAILS_30_DAYS_NONE from '@salesforce/label/c.Reason_Emails_30_Days_None';
import EMAILS_30_DAYS_ONE from '@salesforce/label/c.Reason_Emails_30_Days_One';
import EMAILS_90_DAYS_MANY from '@salesforce/label/c.Reason_Emails_90_Days_Many';
import EMAILS_90_DAYS_NONE from '@salesforce/label/c.Reason_Emails_90_Days_None';
import EMAILS_90_DAYS_ONE from '@salesforce/label/c.Reason_Emails_90_Days_One';
import EMAILS_TOTAL_MANY from '@salesforce/label/c.Reason_Emails_Total_Many';
import EMAILS_TOTAL_NONE from '@salesforce/label/c.Reason_Emails_Total_None';
import EMAILS_TOTAL_ONE from '@salesforce/label/c.Reason_Emails_Total_One';
import FIRST_LANDING_PAGE from '@salesforce/label/c.Reason_First_Landing_Page';
import FOUND_COMPANY_NAME from '@salesforce/label/c.Reason_Found_Company_Name';
import FOUND_CONTACT from '@salesforce/label/c.Reason_Found_Contact';
import FOUND_EMAIL_DOMAIN from '@salesforce/label/c.Reason_Found_Email_Domain';
import FOUND_WEBSITE from '@salesforce/label/c.Reason_Found_Website';
import HAS_ACCOUNT_NO from '@salesforce/label/c.Reason_Has_Account_No';
import HAS_ACCOUNT_YES from '@salesforce/label/c.Reason_Has_Account_Yes';
import HAS_BUSINESS_PHONE_NO from '@salesforce/label/c.Reason_Has_Business_Phone_No';
import HAS_BUSINESS_PHONE_YES from '@salesforce/label/c.Reason_Has_Business_Phone_Yes';
import HAS_CONTACT_NO from '@salesforce/label/c.Reason_Has_Contact_No';
import HAS_CONTACT_YES from '@salesforce/label/c.Reason_Has_Contact_Yes';
import HAS_EMAIL_NO from '@salesforce/label/c.Reason_Has_Email_No';
import HAS_EMAIL_YES from '@salesforce/label/c.Reason_Has_Email_Yes';
import HAS_MOBILE_PHONE_NO from '@salesforce/label/c.Reason_Has_Mobile_Phone_No';
import HAS_MOBILE_PHONE_YES from '@salesforce/label/c.Reason_Has_Mobile_Phone_Yes';
import HAS_WEBSITE_NO from '@salesforce/label/c.Reason_Has_Website_No';
import HAS_WEBSITE_YES from '@salesforce/label/c.Reason_Has_Website_Yes';
import JOB_DEPARTMENT from '@salesforce/label/c.Reason_Job_Department';
import JOB_RANK from '@salesforce/label/c.Reason_Job_Rank';
import LAST_LANDING_PAGE from '@salesforce/label/c.Reason_Last_Landing_Page';
import LEADS_OF_PEOPLE_14_DAYS_MANY from '@salesforce/label/c.Reason_Leads_Of_People_14_Days_Many';
import LEADS_OF_PEOPLE_14_DAYS_NONE from '@salesforce/label/c.Reason_Leads_Of_People_14_Days_None';
import LEADS_OF_PEOPLE_14_DAYS_ONE from '@salesforce/label/c.Reason_Leads_Of_People_14_Days_One';
import LEADS_OF_PEOPLE_MANY from '@salesforce/label/c.Reason_Leads_Of_People_Many';
import LEADS_OF_PEOPLE_NONE from '@salesforce/label/c.Reason_Leads_Of_People_None';
import LEADS_OF_PEOPLE_ONE from '@salesforce/label/c.Reason_Leads_Of_People_One';
import LEADS_OF_PERSON_14_DAYS_MANY from '@salesforce/label/c.Reason_Leads_Of_Person_14_Days_Many';
import LEADS_OF_PERSON_14_DAYS_NONE from '@salesforce/label/c.Reason_Leads_Of_Person_14_Days_None';
import LEADS_OF_PERSON_14_DAYS_ONE from '@salesforce/label/c.Reason_Leads_Of_Person_14_Days_One';
import LEADS_OF_PERSON_MANY from '@salesforce/label/c.Reason_Leads_Of_Person_Many';
import LEADS_OF_PERSON_NONE from '@salesforce/label/c.Reason_Leads_Of_Person_None';
import LEADS_OF_PERSON_ONE from '@salesforce/label/c.Reason_Leads_Of_Person_One';
import MAIL_AUTHORITY from '@salesforce/label/c.Reason_Mail_Authority';
import MAIL_COMPANY from '@salesforce/label/c.Reason_Mail_Company';
import MAIL_FREE from '@salesforce/label/c.Reason_Mail_Free';
import MAIL_SCHOOL from '@salesforce/label/c.Reason_Mail_School';
import MEETING_AGO from '@salesforce/label/c.Reason_Meeting_Ago';
import MEETING_FOR from '@salesforce/label/c.Reason_Meeting_For';
import MEETING_NEVER from '@salesforce/label/c.Reason_Meeting_Never';
import MEETINGS_30_DAYS_MANY from '@salesforce/label/c.Reason_Meetings_30_Days_Many';
import MEETINGS_30_DAYS_NONE from '@salesforce/label/c.Reason_Meetings_30_Days_None';
import MEETINGS_30_DAYS_ONE from '@salesforce/label/c.Reason_Meetings_30_Days_One';
import MEETINGS_90_DAYS_MANY from '@salesforce/label/c.Reason_Meetings_90_Days_Many';
import MEETINGS_90_DAYS_NONE from '@salesforce/label/c.Reason_Meetings_90_Days_None';
import MEETINGS_90_DAYS_ONE from '@salesforce/label/c.Reason_Meetings_90_Days_One';
import MEETINGS_TOTAL_MANY from '@salesforce/label/c.Reason_Meetings_Total_Many';
import MEETINGS_TOTAL_NONE from '@salesforce/label/c.Reason_Meetings_Total_None';
import MEETINGS_TOTAL_ONE from '@salesforce/label/c.Reason_Meetings_Total_One';
import NOT_KNOWN from '@salesforce/label/c.Reason_Not_Known';
import OPEN_LEADS_MANY from '@salesforce/label/c.Reason_Open_Leads_Many';
import OPEN_LEADS_NONE from '@salesforce/label/c.Reason_Open_Leads_None';
import OPEN_LEADS_ONE from '@salesforce/label/c.Reason_Open_Leads_One';
import OPEN_OPPORTUNITIES_MANY from '@salesforce/label/c.Reason_Open_Opportunities_Many';
import OPEN_OPPORTUNITIES_NONE from '@salesforce/label/c.Reason_Open_Opportunities_None';
import OPEN_OPPORTUNITIES_ONE from '@salesforce/label/c.Reason_Open_Opportunities_One';
import OPPORTUNITIES_MANY from '@salesforce/label/c.Reason_Opportunities_Many';
import OPPORTUNITIES_NONE from '@salesforce/label/c.Reason_Opportunities_None';
import OPPORTUNITIES_ONE from '@salesforce/label/c.Reason_Opportunities_One';
import OPPORTUNITY_AGO from '@salesforce/label/c.Reason_Opportunity_Ago';
import OPPORTUNITY_FOR from '@salesforce/label/c.Reason_Opportunity_For';
import OPPORTUNITY_NEVER from '@salesforce/label/c.Reason_Opportunity_Never';
import OTHER_NO from '@salesforce/label/c.Reason_Other_No';
import OTHER_YES from '@salesforce/label/c.Reason_Other_Yes';
import QUALIFIED_AGO from '@salesforce/label/c.Reason_Qualified_Ago';
import QUALIFIED_LEADS_MANY from '@salesforce/label/c.Reason_Qualified_Leads_Many';
import QUALIFIED_LEADS_NONE from '@salesforce/label/c.Reason_Qualified_Leads_None';
import QUALIFIED_LEADS_ONE from '@salesforce/label/c.Reason_Qualified_Leads_One';
import RESPONSE_AGO from '@salesforce/label/c.Reason_Response_Ago';
import RESPONSE_FOR from '@salesforce/label/c.Reason_Response_For';
import RESPONSE_NEVER from '@salesforce/label/c.Reason_Response_Never';
import VALUE from '@salesforce/label/c.Reason_Value';
import WEB_EVENTS_30_DAYS_MANY from '@salesforce/label/c.Reason_Web_Events_30_Days_Many';
import WEB_EVENTS_30_DAYS_NONE from '@salesforce/label/c.Reason_Web_Events_30_Days_None';
import WEB_EVENTS_30_DAYS_ONE from '@salesforce/label/c.Reason_Web_Events_30_Days_One';
import WEB_EVENTS_90_DAYS_MANY from '@salesforce/label/c.Reason_Web_Events_90_Days_Many';
import WEB_EVENTS_90_DAYS_NONE from '@salesforce/label/c.Reason_Web_Events_90_Days_None';
import WEB_EVENTS_90_DAYS_ONE from '@salesforce/label/c.Reason_Web_Events_90_Days_One';
import WEB_EVENTS_OF_KIND from '@salesforce/label/c.Reason_Web_Events_Of_Kind';
import WEB_EVENTS_TOTAL_MANY from '@salesforce/label/c.Reason_Web_Events_Total_Many';
import WEB_EVENTS_TOTAL_NONE from '@salesforce/label/c.Reason_Web_Events_Total_None';
import WEB_EVENTS_TOTAL_ONE from '@salesforce/label/c.Reason_Web_Events_Total_One';
import WEB_EVENT_AGO from '@salesforce/label/c.Reason_Web_Event_Ago';
import WEB_EVENT_FOR from '@salesforce/label/c.Reason_Web_Event_For';
import WEB_EVENT_KIND from '@salesforce/label/c.Reason_Web_Event_Kind';
import WEB_EVENT_NEVER from '@salesforce/label/c.Reason_Web_Event_Never';
import WEB_EVENT_VALUE from '@salesforce/label/c.Reason_Web_Event_Value';

/** No, one, and several of what is counted. */
export const countWords: Record<string, readonly [none: string, one: string, many: string]> = {
  calls_30_days: [CALLS_30_DAYS_NONE, CALLS_30_DAYS_ONE, CALLS_30_DAYS_MANY],
  calls_90_days: [CALLS_90_DAYS_NONE, CALLS_90_DAYS_ONE, CALLS_90_DAYS_MANY],
  calls_total: [CALLS_TOTAL_NONE, CALLS_TOTAL_ONE, CALLS_TOTAL_MANY],
  emails_30_days: [EMAILS_30_DAYS_NONE, EMAILS_30_DAYS_ONE, EMAILS_30_DAYS_MANY],
  emails_90_days: [EMAILS_90_DAYS_NONE, EMAILS_90_DAYS_ONE, EMAILS_90_DAYS_MANY],
  emails_total: [EMAILS_TOTAL_NONE, EMAILS_TOTAL_ONE, EMAILS_TOTAL_MANY],
  meetings_30_days: [MEETINGS_30_DAYS_NONE, MEETINGS_30_DAYS_ONE, MEETINGS_30_DAYS_MANY],
  meetings_90_days: [MEETINGS_90_DAYS_NONE, MEETINGS_90_DAYS_ONE, MEETINGS_90_DAYS_MANY],
  meetings_total: [MEETINGS_TOTAL_NONE, MEETINGS_TOTAL_ONE, MEETINGS_TOTAL_MANY],
  campaigns: [CAMPAIGNS_NONE, CAMPAIGNS_ONE, CAMPAIGNS_MANY],
  campaign_responses: [CAMPAIGN_RESPONSES_NONE, CAMPAIGN_RESPONSES_ONE, CAMPAIGN_RESPONSES_MANY],
  web_events_30_days: [WEB_EVENTS_30_DAYS_NONE, WEB_EVENTS_30_DAYS_ONE, WEB_EVENTS_30_DAYS_MANY],
  web_events_90_days: [WEB_EVENTS_90_DAYS_NONE, WEB_EVENTS_90_DAYS_ONE, WEB_EVENTS_90_DAYS_MANY],
  web_events_total: [WEB_EVENTS_TOTAL_NONE, WEB_EVENTS_TOTAL_ONE, WEB_EVENTS_TOTAL_MANY],
  call_minutes_90_days: [CALL_MINUTES_90_DAYS_NONE, CALL_MINUTES_90_DAYS_ONE, CALL_MINUTES_90_DAYS_MANY],
  contacts: [CONTACTS_NONE, CONTACTS_ONE, CONTACTS_MANY],
  open_leads: [OPEN_LEADS_NONE, OPEN_LEADS_ONE, OPEN_LEADS_MANY],
  qualified_leads: [QUALIFIED_LEADS_NONE, QUALIFIED_LEADS_ONE, QUALIFIED_LEADS_MANY],
  active_people_90_days: [ACTIVE_PEOPLE_90_DAYS_NONE, ACTIVE_PEOPLE_90_DAYS_ONE, ACTIVE_PEOPLE_90_DAYS_MANY],
  leads_of_people: [LEADS_OF_PEOPLE_NONE, LEADS_OF_PEOPLE_ONE, LEADS_OF_PEOPLE_MANY],
  leads_of_people_14_days: [LEADS_OF_PEOPLE_14_DAYS_NONE, LEADS_OF_PEOPLE_14_DAYS_ONE, LEADS_OF_PEOPLE_14_DAYS_MANY],
  leads_of_person: [LEADS_OF_PERSON_NONE, LEADS_OF_PERSON_ONE, LEADS_OF_PERSON_MANY],
  leads_of_person_14_days: [LEADS_OF_PERSON_14_DAYS_NONE, LEADS_OF_PERSON_14_DAYS_ONE, LEADS_OF_PERSON_14_DAYS_MANY],
  opportunities: [OPPORTUNITIES_NONE, OPPORTUNITIES_ONE, OPPORTUNITIES_MANY],
  open_opportunities: [OPEN_OPPORTUNITIES_NONE, OPEN_OPPORTUNITIES_ONE, OPEN_OPPORTUNITIES_MANY],
};

/** Never, not for some days, and some days ago. */
export const lastWords: Record<string, readonly [never: string, notFor: string, ago: string]> = {
  days_since_call: [CALL_NEVER, CALL_FOR, CALL_AGO],
  days_since_email: [EMAIL_NEVER, EMAIL_FOR, EMAIL_AGO],
  days_since_meeting: [MEETING_NEVER, MEETING_FOR, MEETING_AGO],
  days_since_web_event: [WEB_EVENT_NEVER, WEB_EVENT_FOR, WEB_EVENT_AGO],
  days_since_response: [RESPONSE_NEVER, RESPONSE_FOR, RESPONSE_AGO],
  days_since_opportunity: [OPPORTUNITY_NEVER, OPPORTUNITY_FOR, OPPORTUNITY_AGO],
};

export const agoWords: Record<string, string> = {
  days_since_qualification: QUALIFIED_AGO,
  age_days: CREATED_AGO,
  days_since_change: CHANGED_AGO,
};

/** A number of days, as it stands after "for" and before "ago". */
export const dayWords = [DAYS_NONE, DAYS_ONE, DAYS_MANY] as const;

export const yesNoWords: Record<string, readonly [no: string, yes: string]> = {
  has_email: [HAS_EMAIL_NO, HAS_EMAIL_YES],
  has_mobile_phone: [HAS_MOBILE_PHONE_NO, HAS_MOBILE_PHONE_YES],
  has_business_phone: [HAS_BUSINESS_PHONE_NO, HAS_BUSINESS_PHONE_YES],
  has_website: [HAS_WEBSITE_NO, HAS_WEBSITE_YES],
  has_contact: [HAS_CONTACT_NO, HAS_CONTACT_YES],
  has_account: [HAS_ACCOUNT_NO, HAS_ACCOUNT_YES],
};

/** Of a field of the org that is an input by whether it is filled in. */
export const presenceWords = [OTHER_NO, OTHER_YES] as const;

/** With the value in their place. */
export const valueWords: Record<string, string> = {
  campaign_type: CAMPAIGN_TYPE,
  contact_role: CONTACT_ROLE,
  first_landing_page: FIRST_LANDING_PAGE,
  last_landing_page: LAST_LANDING_PAGE,
  last_web_event_kind: WEB_EVENT_KIND,
  web_event_value_90_days: WEB_EVENT_VALUE,
  email_kind: EMAIL_KIND,
  department: DEPARTMENT,
  account_type: ACCOUNT_TYPE,
  account_found_by: ACCOUNT_FOUND,
  account_record_type: ACCOUNT_RECORD_TYPE,
  completeness: COMPLETENESS,
};

/** Of inputs made of a part of a field. */
export const partWords: Record<string, string> = { job_rank: JOB_RANK, job_department: JOB_DEPARTMENT };

/** Kinds of e-mail addresses, as the service writes them. */
export const mailWords: Record<string, string> = {
  Company: MAIL_COMPANY,
  'Free mail': MAIL_FREE,
  School: MAIL_SCHOOL,
  Authority: MAIL_AUTHORITY,
};

/** Ways to find the account of a lead, as the service writes them. */
export const foundByWords: Record<string, string> = {
  Contact: FOUND_CONTACT,
  'E-mail domain': FOUND_EMAIL_DOMAIN,
  'Web site': FOUND_WEBSITE,
  'Company name': FOUND_COMPANY_NAME,
};

export { NOT_KNOWN, VALUE, WEB_EVENTS_OF_KIND };
