import { fieldNamed, fieldOptions, changedLimits, readSettings, writeSettings } from 'c/scoringSettings';

const field = (apiName: string, dataType: string, label = apiName): object => ({ apiName, dataType, label });
const info = {
  fields: Object.fromEntries(
    [
      field('Industry', 'Picklist', 'Industry'),
      field('City', 'String', 'City'),
      field('Notes__c', 'TextArea'),
      field('OwnerId', 'Reference'),
      field('Predictive_Score__c', 'Double'),
      field('plumbline__Predictive_Score_Band__c', 'Picklist'),
    ].map((one) => [(one as ObjectFieldInfo).apiName, one]),
  ),
} as ObjectInfo;
const compare = (one: string, other: string): number => (one < other ? -1 : 1);

describe('settings of a goal', () => {
  it('are empty where the field is, and keep what this version does not know', () => {
    expect(readSettings({})).toEqual({});
    expect(readSettings({ Settings__c: ' ' })).toEqual({});
    const settings = readSettings({ Settings__c: '{"learnFrom":"creation","extraFields":["City"]}' });
    expect(settings && writeSettings(settings, { sensitiveFields: [] })).toBe(
      '{"learnFrom":"creation","extraFields":["City"],"sensitiveFields":[]}',
    );
  });

  it.each(['{', '[]', '7', 'null', '{"needTypeField":7}', '{"extraFields":"City"}', '{"sensitiveFields":[1]}'])(
    'are not read from %s',
    (Settings__c) => expect(readSettings({ Settings__c })).toBeUndefined(),
  );

  it.each(['{"thresholds":[]}', '{"thresholds":{"auc":"high"}}', '{"thresholds":{"auc":-1}}'])(
    'have no limits like %s',
    (Settings__c) => expect(readSettings({ Settings__c })).toBeUndefined(),
  );

  it('leave out what is undefined, and are no text when nothing is left', () => {
    expect(writeSettings({ needTypeField: 'City', extraFields: [] }, { needTypeField: undefined })).toBe(
      '{"extraFields":[]}',
    );
    expect(writeSettings({ thresholds: { auc: 0.5 } }, { thresholds: undefined })).toBeNull();
  });

  it('keep only limits that differ from their defaults', () => {
    const defaults = [
      { name: 'auc', defaultValue: 0.55 },
      { name: 'accounts', defaultValue: 100 },
    ];
    expect(changedLimits({ auc: 0.55, accounts: 7, other: 1 }, defaults)).toEqual({ accounts: 7 });
    expect(changedLimits({ auc: 0.55 }, defaults)).toBeUndefined();
  });

  it('may name fields that a feature can be made of, and no scores', () => {
    expect(fieldOptions(info, compare)).toEqual([
      { value: 'City', label: 'City (City)' },
      { value: 'Industry', label: 'Industry (Industry)' },
    ]);
  });

  it('name fields without regard to case', () => {
    expect(fieldNamed(info, 'industry')?.apiName).toBe('Industry');
    expect(fieldNamed(info, 'Gone__c')).toBeUndefined();
  });
});
