import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { blobOf } from '../../../src/apex/library/blob.ts';
import { callLibrary, plainRun } from '../../../src/apex/plain-run.ts';
import { ApexBlob, ApexObject } from '../../../src/apex/values.ts';
import { callsOf } from './call.ts';

const run = plainRun();
const hex = (text: string): ApexBlob => new ApexBlob(Buffer.from(text, 'hex'));

test('blobs are bytes of UTF-8', () => {
  const call = callsOf('System.Blob');
  assert.equal(call('valueOf', 'ä'), 'Blob c3a4');
  assert.equal(call('size', hex('c3a4')), 2);
  assert.equal(call('toString', hex('c3a4')), 'ä');
  assert.equal(call('toString', hex('ff')), 'System.StringException: BLOB is not a valid UTF-8 string');
});

test('EncodingUtil writes and reads base64, hex and URLs', () => {
  const call = callsOf('System.EncodingUtil');
  assert.equal(call('base64Encode', blobOf('Hello')), 'SGVsbG8=');
  assert.equal(call('base64Decode', 'SGVsbG8='), 'Blob 48656c6c6f');
  assert.equal(call('convertToHex', blobOf('Hi')), '4869');
  assert.equal(call('convertFromHex', '4869'), 'Blob 4869');
  assert.equal(call('urlEncode', 'a b&ä~*', 'UTF-8'), 'a+b%26%C3%A4%7E*');
  assert.equal(call('urlDecode', 'a+b%26%C3%A4', 'UTF-8'), 'a b&ä');
  assert.equal(call('urlEncode', null, 'UTF-8'), 'System.NullPointerException: Argument cannot be null.');
});

test('Crypto digests, signs and encrypts', () => {
  const call = callsOf('System.Crypto');
  assert.equal(call('generateDigest', 'MD5', blobOf('')), 'Blob d41d8cd98f00b204e9800998ecf8427e');
  assert.equal(
    call('generateMac', 'HmacSHA256', blobOf('what do ya want for nothing?'), blobOf('Jefe')),
    'Blob 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  assert.match(String(call('generateDigest', 'MD6', blobOf(''))), /^System\.InvalidParameterValueException/);
  const key = callLibrary(run, 'System.Crypto', 'generateAesKey', [256]);
  const secret = callLibrary(run, 'System.Crypto', 'encryptWithManagedIV', ['AES256', key, blobOf('secret')]);
  assert.equal(call('decryptWithManagedIV', 'AES256', key, secret), 'Blob 736563726574');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs8 = new ApexBlob(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const spki = new ApexBlob(publicKey.export({ format: 'der', type: 'spki' }));
  const signature = callLibrary(run, 'System.Crypto', 'sign', ['RSA-SHA256', blobOf('text'), pkcs8]);
  assert.equal(call('verify', 'RSA-SHA256', blobOf('text'), signature, spki), true);
  assert.equal(call('verify', 'RSA-SHA256', blobOf('other'), signature, spki), false);
  assert.equal(call('areEqual', blobOf('a'), blobOf('a')), true);
});

test('URL takes an address apart', () => {
  const url = callLibrary(run, 'System.URL', 'new', ['https://user@example.com:8443/a/b.html?c=d#e']);
  assert.ok(url instanceof ApexObject);
  const call = callsOf('System.URL');
  const parts = ['getProtocol', 'getUserInfo', 'getHost', 'getPort', 'getPath', 'getQuery', 'getRef', 'getFile'];
  assert.deepEqual(
    parts.map((part) => call(part, url)),
    ['https', 'user', 'example.com', 8443, '/a/b.html', 'c=d', 'e', '/a/b.html?c=d'],
  );
  assert.equal(call('toExternalForm', url), 'https://user@example.com:8443/a/b.html?c=d#e');
  assert.equal(call('new', 'example.com'), 'System.StringException: no protocol: example.com');
});

test('PageReference keeps parameters, and UUID reads its text', () => {
  const page = callLibrary(run, 'System.PageReference', 'new', ['/apex/Page?a=b+c']);
  callLibrary(run, 'System.PageReference', 'setRedirect', [page, true]);
  assert.equal(callsOf('System.PageReference')('getUrl', page), '/apex/Page?a=b+c');
  assert.equal(callsOf('System.PageReference')('getRedirect', page), true);
  const text = '01234567-89ab-cdef-0123-456789abcdef';
  const uuid = callLibrary(run, 'System.UUID', 'fromString', [text.toUpperCase()]);
  assert.equal(callsOf('System.UUID')('toString', uuid), text);
  assert.match(String(callsOf('System.UUID')('fromString', 'x')), /Invalid UUID string: x$/);
});
