import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as companies from '../../../../scoring-service/src/domain/features/company-domain.ts';
import { protectValue } from '../../../../scoring-service/src/domain/features/protect-row.ts';

const { domainOfAddress, domainOfSite, addressPatterns, sitePatterns } = companies;

const isLike = (text: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`, 'is').test(text);

test('address and web site of a company have one domain, which the patterns find', () => {
  const spellings: [string, string[], string[]][] = [
    [
      'acme.com',
      ['ada@acme.com', ' Ada.B@ACME.com ', 'ada@mail.eu.acme.com'],
      [
        'acme.com',
        'www.acme.com',
        'http://acme.com/',
        'HTTPS://shop.ACME.com:8080/a?b#c',
        'acme.com/de',
        'https://acme.com?x=1',
      ],
    ],
    ['acme.co.uk', ['ada@acme.co.uk'], ['www.acme.co.uk', 'https://de.acme.co.uk/']],
    ['müller.de', ['ada@müller.de'], ['https://www.müller.de']],
    ['acme.myshopify.com', [], ['https://acme.myshopify.com/shop']],
  ];
  for (const [domain, addresses, sites] of spellings) {
    for (const address of addresses) {
      assert.equal(domainOfAddress(address), domain, address);
      assert.ok(
        addressPatterns(domain).some((pattern) => isLike(address.trim(), pattern)),
        address,
      );
    }
    for (const site of sites) {
      assert.equal(domainOfSite(site), domain, site);
      assert.ok(
        sitePatterns(domain).some((pattern) => isLike(site.trim(), pattern)),
        site,
      );
    }
  }
});

test('free mail, shared hosts and what is no domain tell no company apart', () => {
  for (const address of [
    'ada@gmail.com',
    'ada@yahoo.co.uk',
    'ada@bluewin.ch',
    'ada',
    'ada@localhost',
    'ada@127.0.0.1',
  ]) {
    assert.equal(domainOfAddress(address), undefined, address);
  }
  const shared = ['https://www.facebook.com/acme', 'linkedin.com/company/acme', 'https://sites.google.com/view/acme'];
  const others = [
    'acme.wordpress.com',
    'bit.ly/acme',
    'gmail.com',
    'http://127.0.0.1/',
    'localhost',
    'ada@acme.com',
    'co.uk',
    'n/a',
  ];
  for (const site of [...shared, ...others]) assert.equal(domainOfSite(site), undefined, site);
});

test('an e-mail address and a web site of one company leave with equal keys, and a name in no other form', () => {
  const keyOf = (value: string): string => `key of ${value}`;
  const key = 'key of acme.com';
  assert.equal(protectValue('address domain key', keyOf, 'ada@mail.acme.com'), key);
  assert.equal(protectValue('site domain key', keyOf, 'https://www.acme.com/'), key);
  assert.equal(protectValue('site domain key', keyOf, 'https://facebook.com/acme'), undefined);
  assert.equal(protectValue('company name key', keyOf, 'Acme GmbH'), 'key of acme');
  assert.equal(protectValue('company name key', keyOf, 'GmbH'), undefined);
});
