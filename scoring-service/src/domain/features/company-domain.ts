import freeMailDomains from 'email-providers/all.json' with { type: 'json' };
import { parse } from 'tldts';

/** Placeholders that the list of providers holds by mistake; they say nothing about who owns the address. */
const placeholders = new Set(['example.com', 'test.com', 'test.de']);

const freeDomains = new Set(freeMailDomains.filter((domain) => !placeholders.has(domain)));

/** Providers under every national suffix, most of which the list lacks (`hotmail.ch`, `tutanota.de`). */
const freeNames = new Set(
  (
    'gmail googlemail yahoo ymail hotmail outlook live msn aol icloud me mac gmx web proton protonmail pm mail yandex qq ' +
    '163 126 sina naver daum rediffmail freenet t-online arcor orange wanadoo free laposte libero virgilio tiscali comcast ' +
    'verizon att sbcglobal bellsouth cox charter btinternet sky ntlworld shaw rogers telus bigpond zoho fastmail hey tutanota inbox'
  ).split(' '),
);

/** Whether the mail server of a domain gives addresses to everybody. */
export function isFreeMail(domain: string): boolean {
  const parts = domain.split('.');
  // The name before the public suffix: `yahoo` of `yahoo.co.uk`.
  const name = parts.length > 2 && (parts.at(-2)?.length ?? 0) <= 3 ? parts.at(-3) : parts.at(-2);
  return freeDomains.has(domain) || freeNames.has(name ?? '');
}

/**
 * Hosts whose pages belong to many companies: networks, site builders, shops, directories, forms and link shorteners. Those
 * that give each customer a name of its own (`acme.myshopify.com`) stand on the public suffix list and need no entry.
 */
const sharedHosts = new Set(
  (
    'facebook.com fb.com fb.me linkedin.com lnkd.in xing.com twitter.com x.com t.co instagram.com threads.net youtube.com ' +
    'youtu.be vimeo.com tiktok.com pinterest.com reddit.com vk.com weibo.com wechat.com whatsapp.com wa.me telegram.me t.me ' +
    'discord.com discord.gg medium.com tumblr.com quora.com wikipedia.org github.com gitlab.com bitbucket.org ' +
    'sites.google.com docs.google.com drive.google.com maps.google.com business.google.com plus.google.com g.page goo.gl ' +
    'business.site wix.com wixsite.com wordpress.com wordpress.org blogger.com blogspot.com weebly.com squarespace.com ' +
    'jimdo.com jimdofree.com strikingly.com webnode.com yolasite.com site123.me godaddysites.com webflow.com carrd.co ' +
    'notion.so notion.site substack.com typepad.com livejournal.com angelfire.com tripod.com geocities.com ' +
    'ebay.com ebay.de amazon.com amazon.de etsy.com alibaba.com aliexpress.com shopify.com bigcartel.com yelp.com ' +
    'tripadvisor.com booking.com airbnb.com crunchbase.com angel.co wellfound.com glassdoor.com indeed.com kununu.com ' +
    'g2.com capterra.com trustpilot.com yellowpages.com gelbeseiten.de justdial.com indiamart.com about.me linktr.ee ' +
    'bit.ly tinyurl.com ow.ly is.gd buff.ly rebrand.ly cutt.ly surveymonkey.com typeform.com forms.gle eventbrite.com ' +
    'meetup.com calendly.com dropbox.com sharepoint.com force.com salesforce.com hubspot.com mailchimp.com'
  ).split(' '),
);

/** The company domain of a host: below its public suffix; undefined for a shared one, an IP address and a name without suffix. */
function companyDomain(host: string): string | undefined {
  const { domain, hostname } = parse(host, { allowPrivateDomains: true });
  if (domain === null || hostname === null || !domain.includes('.')) return undefined;
  return sharedHosts.has(domain) || sharedHosts.has(hostname) || isFreeMail(domain) ? undefined : domain;
}

/** The company domain of an e-mail address; undefined for free mail and for a text that is not an address. */
export function domainOfAddress(address: string): string | undefined {
  const host = /^[^\s@]+@([^\s@/]+\.[^\s@/.]+)$/.exec(address.trim().toLowerCase())?.[1];
  return host === undefined || isFreeMail(host) ? undefined : companyDomain(host);
}

/** The company domain of a web site, with or without `https://` and path; undefined for a page on a shared host. */
export function domainOfSite(site: string): string | undefined {
  const host = /^(?:[a-z]+:\/\/)?([^\s@:/?#]+)(?::\d+)?(?:[/?#].*)?$/.exec(site.trim().toLowerCase())?.[1];
  return host === undefined ? undefined : companyDomain(host);
}

/** The patterns of SOQL's LIKE that every address of a company domain matches at least one of. */
export const addressPatterns = (domain: string): string[] => [`%@${domain}`, `%@%.${domain}`];

/** The same for web sites; they also match others, such as `acme.company` for `acme.com`. */
export const sitePatterns = (domain: string): string[] => [`${domain}%`, `%/${domain}%`, `%.${domain}%`];
