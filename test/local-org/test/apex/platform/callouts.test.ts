import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { CalloutRequest } from '../../../src/apex/callout-request.ts';
import { ApexThrow } from '../../../src/apex/apex-throw.ts';
import { textOfException } from '../../../src/apex/library/exceptions.ts';
import { ApexOrg, adminName, repName } from './apex-org.ts';

const xml = (body: string): string => `<?xml version="1.0"?>${body}`;
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const metadata = {
  'namedCredentials/Service.namedCredential': xml(`<NamedCredential ${namespace}><label>Service</label>
    <namedCredentialParameters><externalCredential>Tokens</externalCredential><parameterName>ExternalCredential</parameterName>
      <parameterType>Authentication</parameterType></namedCredentialParameters>
    <namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType>
      <parameterValue>https://service.example.com/api</parameterValue></namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType></NamedCredential>`),
  'externalCredentials/Tokens.externalCredential': xml(`<ExternalCredential ${namespace}>
    <authenticationProtocol>Custom</authenticationProtocol><label>Tokens</label>
    <externalCredentialParameters><parameterGroup>DefaultGroup</parameterGroup><parameterName>Authorization</parameterName>
      <parameterType>AuthHeader</parameterType><parameterValue>{!'Bearer ' &amp; $Credential.Tokens.Token}</parameterValue>
      <sequenceNumber>1</sequenceNumber></externalCredentialParameters>
    <externalCredentialParameters><parameterGroup>Main</parameterGroup><parameterName>Main</parameterName>
      <parameterType>NamedPrincipal</parameterType><sequenceNumber>1</sequenceNumber></externalCredentialParameters>
  </ExternalCredential>`),
  'permissionsets/Caller.permissionset': xml(`<PermissionSet ${namespace}>
    <externalCredentialPrincipalAccesses><enabled>true</enabled>
      <externalCredentialPrincipal>Tokens-Main</externalCredentialPrincipal></externalCredentialPrincipalAccesses>
    <hasActivationRequired>false</hasActivationRequired><label>Caller</label></PermissionSet>`),
  'remoteSiteSettings/Open.remoteSite': xml(`<RemoteSiteSetting ${namespace}><isActive>true</isActive>
    <url>https://open.example.com</url></RemoteSiteSetting>`),
};

const call = (endpoint: string, before = ''): string => `
  HttpRequest request = new HttpRequest();
  request.setMethod('POST');
  request.setEndpoint('${endpoint}');
  request.setHeader('X-Own', 'yes');
  request.setBody('hello');
  ${before}
  HttpResponse response = new Http().send(request);
  System.debug(response.getStatusCode() + ' ' + response.getStatus() + ' ' + response.getBody() + ' ' + response.getHeader('x-answer'));`;

let apex: ApexOrg;
let sent: CalloutRequest[] = [];

before(() => {
  apex = new ApexOrg({
    metadata,
    send: (request) => {
      sent.push(request);
      if (request.url.endsWith('/slow')) throw new DOMException('too late', 'TimeoutError');
      return Promise.resolve({
        status: 201,
        statusText: 'Created',
        headers: [['X-Answer', '42']],
        body: Buffer.from('done'),
      });
    },
    secrets: ({ externalCredential, principal, parameter }) => `${externalCredential}/${principal}/${parameter}`,
  });
  apex.org.assignPermissionSet(apex.admin, 'Caller');
});

beforeEach(() => {
  sent = [];
});

async function failure(source: string, user = adminName): Promise<string> {
  try {
    await apex.runWaiting(source, user);
  } catch (error) {
    if (error instanceof ApexThrow) return textOfException(error.value);
    throw error;
  }
  return assert.fail('nothing was thrown');
}

test('a named credential gives the address and the secret of the principal', async () => {
  assert.deepEqual(await apex.runWaiting(call('callout:Service/scores?x=1')), ['201 Created done 42']);
  const [request] = sent;
  assert.equal(request?.url, 'https://service.example.com/api/scores?x=1');
  assert.deepEqual(request.headers, [
    ['Authorization', 'Bearer Tokens/Main/Token'],
    ['X-Own', 'yes'],
  ]);
  assert.equal(Buffer.from(request.body).toString(), 'hello');
});

test('without the principal, the credential or the remote site nothing goes out', async () => {
  assert.match(
    await failure(call('callout:Service/x'), repName),
    /^System.CalloutException: We couldn't access the credential\(s\)/,
  );
  assert.match(await failure(call('callout:Nothing/x')), /the named credential "Nothing" might not exist/);
  assert.equal(
    await failure(call('https://closed.example.com/x')),
    'System.CalloutException: Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = https://closed.example.com/x',
  );
  assert.deepEqual(sent, []);
  assert.deepEqual(await apex.runWaiting(call('https://open.example.com/x')), ['201 Created done 42']);
});

test('after a write no callout is made, and a slow one times out', async () => {
  assert.equal(
    await failure(call('callout:Service/x', `insert new Lead(LastName = 'Ada', Company = 'Acme');`)),
    'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out',
  );
  assert.equal(await failure(call('callout:Service/slow')), 'System.CalloutException: Read timed out');
  assert.deepEqual(apex.values(`SELECT Id FROM Lead WHERE LastName = 'Ada'`), []);
});

test('an exception of a callout can be caught', async () => {
  assert.deepEqual(
    await apex.runWaiting(`try { ${call('callout:Service/slow')} } catch (CalloutException refusal) {
      System.debug(refusal.getMessage());
    }`),
    ['Read timed out'],
  );
});

test('a trigger makes no callouts', () => {
  const own = new ApexOrg({
    metadata,
    triggers: { Calls: `trigger Calls on Lead (before insert) { ${call('callout:Service/x').replaceAll('\n', ' ')} }` },
  });
  assert.match(
    own.fail(`insert new Lead(LastName = 'Ada', Company = 'Acme');`),
    /Callout from triggers are currently not supported\./,
  );
});

test('jobs call out, and future methods where they say so', async () => {
  const own = new ApexOrg({
    metadata,
    classes: {
      Caller: `public class Caller implements Queueable, Database.AllowsCallouts {
        public void execute(QueueableContext context) { insert new Account(Name = 'queueable ' + ask()); }
        @future(callout=true) public static void allowed() { insert new Account(Name = 'future ' + ask()); }
        @future public static void refused() { ask(); }
        private static String ask() {
          HttpRequest request = new HttpRequest();
          request.setMethod('GET');
          request.setEndpoint('https://open.example.com/x');
          return new Http().send(request).getBody();
        }
      }`,
    },
    send: async () => {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return { status: 200, statusText: 'OK', headers: [], body: Buffer.from('answer') };
    },
  });
  own.run('System.enqueueJob(new Caller()); Caller.allowed(); Caller.refused();');
  await own.runtime.settled();
  assert.deepEqual(own.values('SELECT Name FROM Account ORDER BY Name'), ['future answer', 'queueable answer']);
  const [message] = own.values(`SELECT ExtendedStatus FROM AsyncApexJob WHERE Status = 'Failed'`);
  assert.match(String(message), /^Callout not allowed from this future method/);
});
