import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf } from '../../../../scoring-service/src/domain/features/page-of.ts';

test('one page has one name, however its address is written', () => {
  for (const address of [
    'https://www.acme.test/Pricing/',
    'http://acme.test/pricing?utm_source=mail&email=jane%40acme.test',
    'HTTPS://Acme.test:443/pricing#jane@acme.test',
    'https://jane:secret@acme.test/pricing/index.html',
    '//acme.test/pricing',
    'acme.test/pricing;jsessionid=8F2A',
    ' https://acme.test//pricing ',
  ]) {
    assert.equal(pageOf(address), 'acme.test/pricing', address);
  }
  for (const path of ['/pricing', 'pricing', '/Pricing/?q=a@b.test', '/pricing/index.php']) {
    assert.equal(pageOf(path), '/pricing', path);
  }
  assert.equal(pageOf('https://acme.test'), 'acme.test/');
  assert.equal(pageOf('/produkte/%C3%BCbersicht'), '/produkte/übersicht');
  assert.equal(pageOf('/blog/2024/q3/scoring/part-two/notes'), '/blog/2024/q3/scoring');
});

test('nothing that can identify a person is part of a page', () => {
  for (const secret of [
    'jane@acme.test',
    'jane%40acme.test',
    '00Q5g00000AbCdEEAV',
    '3f2b8c1e-9a7d-4c55-b1a2-0f9e8d7c6b5a',
    '491701234567',
    'dGhpc2lzYXRva2Vu01',
    'a%20letter%20to%20jane',
    'x'.repeat(61),
  ]) {
    assert.equal(pageOf(`https://acme.test/unsubscribe/${secret}`), 'acme.test/unsubscribe/…', secret);
    assert.equal(pageOf(`/u/${secret}/settings?token=${secret}`), '/u/…/settings', secret);
  }
  for (const address of ['mailto:jane@acme.test', 'tel:+491701234567', 'javascript:alert(1)']) {
    assert.equal(pageOf(address), undefined, address);
  }
  assert.equal(pageOf('jane@acme.test'), 'acme.test/');
});
