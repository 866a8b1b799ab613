import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createVerify,
  createSign,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import { ApexFault } from '../run.ts';
import { ApexBlob } from '../values.ts';
import { withoutNulls } from './arguments.ts';

const fault = (message: string): ApexFault => new ApexFault('System.SecurityException', message);
const invalid = (message: string): ApexFault => new ApexFault('System.InvalidParameterValueException', message);

const digests: Readonly<Record<string, string>> = {
  MD5: 'md5',
  SHA1: 'sha1',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  SHA256: 'sha256',
  'SHA-512': 'sha512',
  SHA512: 'sha512',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};

const macs: Readonly<Record<string, string>> = {
  HMACMD5: 'md5',
  HMACSHA1: 'sha1',
  HMACSHA256: 'sha256',
  HMACSHA512: 'sha512',
};

const signatures: Readonly<Record<string, string>> = {
  RSA: 'sha1',
  'RSA-SHA1': 'sha1',
  'RSA-SHA256': 'sha256',
  'RSA-SHA384': 'sha384',
  'RSA-SHA512': 'sha512',
  'ECDSA-SHA256': 'sha256',
  'ECDSA-SHA384': 'sha384',
  'ECDSA-SHA512': 'sha512',
};

function named(algorithms: Readonly<Record<string, string>>, name: string): string {
  const found = algorithms[name.toUpperCase()];
  if (found === undefined) throw invalid(`Invalid algorithm name: ${name}`);
  return found;
}

const blob = (bytes: Uint8Array): ApexBlob => new ApexBlob(bytes);

const macOf = (name: string, input: ApexBlob, key: ApexBlob): Uint8Array =>
  createHmac(named(macs, name), key.bytes).update(input.bytes).digest();

/** The name of the cipher for a key, which must have the size that the algorithm says. */
function cipherOf(name: string, key: ApexBlob): string {
  const [, bits] = /^AES(128|192|256)$/i.exec(name) ?? [];
  if (bits === undefined) throw invalid(`Invalid algorithm name: ${name}`);
  if (key.bytes.length * 8 !== Number(bits)) throw invalid(`Invalid private key. Must be ${Number(bits) / 8} bytes.`);
  return `aes-${bits}-cbc`;
}

function checkVector(vector: Uint8Array): void {
  if (vector.length !== 16) throw invalid('Invalid initialization vector. Must be 16 bytes.');
}

function encrypt(name: string, key: ApexBlob, vector: Uint8Array, data: ApexBlob): Uint8Array {
  checkVector(vector);
  const cipher = createCipheriv(cipherOf(name, key), key.bytes, vector);
  return Buffer.concat([cipher.update(data.bytes), cipher.final()]);
}

function decrypt(name: string, key: ApexBlob, vector: Uint8Array, data: Uint8Array): Uint8Array {
  checkVector(vector);
  const cipher = createDecipheriv(cipherOf(name, key), key.bytes, vector);
  if (data.length === 0 || data.length % 16 !== 0) {
    throw fault('Input length must be multiple of 16 when decrypting with padded cipher');
  }
  return attempt('Given final block not properly padded', () => Buffer.concat([cipher.update(data), cipher.final()]));
}

/** What OpenSSL refuses is a fault with the platform's words. */
function attempt<T>(message: string, code: () => T): T {
  try {
    return code();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw fault(message);
    throw error;
  }
}

const privateKey = (key: ApexBlob): KeyObject =>
  attempt('Invalid private key', () => createPrivateKey({ key: Buffer.from(key.bytes), format: 'der', type: 'pkcs8' }));

const publicKey = (key: ApexBlob): KeyObject =>
  attempt('Invalid public key', () => createPublicKey({ key: Buffer.from(key.bytes), format: 'der', type: 'spki' }));

const signed = (name: string, input: ApexBlob, key: ApexBlob): ApexBlob => {
  const signer = createSign(named(signatures, name)).update(input.bytes);
  return attempt('Invalid private key', () => blob(signer.sign(privateKey(key))));
};

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

const verifyMac = (_run: unknown, name: string, input: ApexBlob, key: ApexBlob, mac: ApexBlob): boolean =>
  areEqual(macOf(name, input, key), mac.bytes);

export const cryptoClass: LibraryClass = defineClass(
  'System.Crypto',
  withoutNulls({
    'static Blob generateDigest(String algorithm, Blob input)': (_run, name: string, input: ApexBlob) =>
      blob(createHash(named(digests, name)).update(input.bytes).digest()),
    'static Blob generateMac(String algorithm, Blob input, Blob key)': (
      _run,
      name: string,
      input: ApexBlob,
      key: ApexBlob,
    ) => blob(macOf(name, input, key)),
    'static Boolean verifyMac(String algorithm, Blob input, Blob key, Blob mac)': verifyMac,
    'static Boolean verifyHMac(String algorithm, Blob input, Blob key, Blob mac)': verifyMac,
    'static Blob generateAesKey(Integer bits)': (_run, bits: number) => {
      if (![128, 192, 256].includes(bits)) throw invalid('Invalid key size. Must be 128, 192, or 256.');
      return blob(randomBytes(bits / 8));
    },
    'static Blob encrypt(String algorithm, Blob key, Blob vector, Blob data)': (
      _run,
      name: string,
      key: ApexBlob,
      vector: ApexBlob,
      data: ApexBlob,
    ) => blob(encrypt(name, key, vector.bytes, data)),
    'static Blob decrypt(String algorithm, Blob key, Blob vector, Blob data)': (
      _run,
      name: string,
      key: ApexBlob,
      vector: ApexBlob,
      data: ApexBlob,
    ) => blob(decrypt(name, key, vector.bytes, data.bytes)),
    // The first 16 bytes are the vector.
    'static Blob encryptWithManagedIV(String algorithm, Blob key, Blob data)': (
      _run,
      name: string,
      key: ApexBlob,
      data: ApexBlob,
    ) => {
      const vector = randomBytes(16);
      return blob(Buffer.concat([vector, encrypt(name, key, vector, data)]));
    },
    'static Blob decryptWithManagedIV(String algorithm, Blob key, Blob data)': (
      _run,
      name: string,
      key: ApexBlob,
      { bytes }: ApexBlob,
    ) => blob(decrypt(name, key, bytes.subarray(0, 16), bytes.subarray(16))),
    'static Blob sign(String algorithm, Blob input, Blob key)': (_run, name: string, input: ApexBlob, key: ApexBlob) =>
      signed(name, input, key),
    'static Boolean verify(String algorithm, Blob data, Blob signature, Blob key)': (
      _run,
      name: string,
      data: ApexBlob,
      signature: ApexBlob,
      key: ApexBlob,
    ) => createVerify(named(signatures, name)).update(data.bytes).verify(publicKey(key), signature.bytes),
    'static Integer getRandomInteger()': () => randomBytes(4).readInt32LE(),
    'static Long getRandomLong()': () => randomBytes(8).readBigInt64LE(),
    'static Boolean areEqual(Blob one, Blob other)': (_run, one: ApexBlob, other: ApexBlob) =>
      areEqual(one.bytes, other.bytes),
  }),
);
