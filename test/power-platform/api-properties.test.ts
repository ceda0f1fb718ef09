import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { apiProperties, BRAND } from '../../power-platform/generator/api-properties';
import { icon } from '../../power-platform/generator/icon';
import { definition } from './connector';
import { operations } from './walk';

const KNOWN_TEMPLATES = new Set(['setheader', 'setqueryparameter', 'dynamichosturl', 'updatenextlink']);
const made = async () => apiProperties(await definition()).properties;

it('signs in with Entra ID, by the address that belongs to the connector alone', async () => {
  const { token } = (await made()).connectionParameters;
  expect(token).toMatchObject({
    type: 'oauthSetting',
    oAuthSettings: {
      identityProvider: 'aad',
      redirectMode: 'GlobalPerConnector',
      scopes: [],
      customParameters: { resourceUri: { value: expect.stringMatching(/^api:\/\//) } },
    },
  });
});

it('keeps no credential of its own', async () => {
  expect(JSON.stringify(await made())).not.toMatch(/secret"|password/i);
});

it('asks for the subscription key without showing it, and sends it as a header on every request', async () => {
  const { connectionParameters, policyTemplateInstances } = await made();
  expect(connectionParameters.subscriptionKey).toMatchObject({
    type: 'securestring',
    uiDefinition: { constraints: { required: 'true', clearText: false } },
  });
  expect(policyTemplateInstances).toEqual([
    expect.objectContaining({
      templateId: 'setheader',
      parameters: {
        'x-ms-apimTemplateParameter.name': 'Ocp-Apim-Subscription-Key',
        'x-ms-apimTemplateParameter.value': "@connectionParameters('subscriptionKey')",
        'x-ms-apimTemplateParameter.existsAction': 'override',
        'x-ms-apimTemplate-policySection': 'Request',
      },
    }),
  ]);
});

it('uses templates that there are, and connection parameters that it has', async () => {
  const { connectionParameters, policyTemplateInstances } = await made();
  const used = [...JSON.stringify(policyTemplateInstances).matchAll(/@connectionParameters\('(\w+)'\)/g)];
  expect(used.map(([, name]) => name!).filter((name) => !(name in connectionParameters))).toEqual([]);
  expect(policyTemplateInstances.filter(({ templateId }) => !KNOWN_TEMPLATES.has(templateId))).toEqual([]);
});

it('runs the script for the operations that poll, and for no other', async () => {
  const polling = operations(await definition())
    .filter(({ path }) => path.endsWith('/result'))
    .map(({ operation }) => operation.operationId);
  expect(polling.length).toBeGreaterThan(0);
  expect((await made()).scriptOperations).toEqual(polling);
});

it('says who publishes it, in a colour of its own', async () => {
  const { iconBrandColor, publisher, stackOwner, capabilities } = await made();
  expect(iconBrandColor).toMatch(/^#[0-9a-f]{6}$/);
  expect(['#ffffff', '#007ee5']).not.toContain(iconBrandColor);
  expect([publisher, stackOwner]).toEqual(['Agent Mesh', 'Agent Mesh']);
  expect(capabilities).toEqual([]);
});

describe('the icon', () => {
  const width = (file: Buffer) => file.readUInt32BE(16);
  const height = (file: Buffer) => file.readUInt32BE(20);

  it('is a square PNG that certification and custom connectors take, and opaque', () => {
    const file = icon();
    expect(file.subarray(1, 4).toString()).toBe('PNG');
    expect([width(file), height(file)]).toEqual([230, 230]);
    // Bit depth and colour type: true colour, without transparency.
    expect([file[24], file[25]]).toEqual([8, 2]);
    expect(file.length).toBeLessThan(1_000_000);
  });

  it('has the background of the brand, and something on it', () => {
    const file = icon();
    const data = file.subarray(file.indexOf('IDAT') + 4);
    const rows = inflateSync(data.subarray(0, file.readUInt32BE(file.indexOf('IDAT') - 4)));
    expect(rows.length).toBe(230 * (1 + 3 * 230));
    expect(`#${rows.subarray(1, 4).toString('hex')}`).toBe(BRAND);
    const middle = rows.subarray(115 * 691 + 1 + 3 * 115);
    expect(middle.subarray(0, 3).toString('hex')).toBe('ffffff');
  });
});

describe('the script', () => {
  const script = readFileSync('power-platform/connector/script.csx', 'utf8');

  it('has the one class that the platform runs', () => {
    expect(script).toMatch(/public class Script : ScriptBase/);
    expect(script).toMatch(/public override async Task<HttpResponseMessage> ExecuteAsync\(\)/);
    expect(script.match(/\{/g)).toHaveLength(script.match(/\}/g)!.length);
  });

  it('builds the address to ask again from the one that was asked', () => {
    expect(script).toContain('this.Context.OriginalRequestUri');
    // In some regions the platform gives the id of the operation in base64: nothing may depend on it.
    expect(script).not.toContain('OperationId');
  });
});
