import { APPS, type App } from '../../../src/contracts/apps';
import { SETTINGS } from '../../../src/functions/settings-schema';
import { readSettings } from '../../../src/functions/settings';
import type { Deployed, Deployment } from '../bicep/deploy';
import { at, ofType } from '../template';

type Texts = Readonly<Record<string, string>>;

const ofSite = (deployment: Deployment): readonly (readonly [App, Texts])[] =>
  ofType(deployment, 'Microsoft.Web/sites').map((site) => {
    const settings = deployment.resources.find(
      ({ type, name, scope }) =>
        type === 'Microsoft.Web/sites/config' && name === 'appsettings' && scope === site.id,
    );
    return [appOf(site), (at(settings?.body, 'properties') ?? {}) as Texts];
  });

/** The app that a site is, by what azd calls it. */
const appOf = ({ body }: Deployed): App =>
  String(at(body, 'tags.azd-service-name')).replace(/-container$/, '') as App;

const ofContainer = (deployment: Deployment): readonly (readonly [App, Texts])[] =>
  ofType(deployment, 'Microsoft.App/containerApps').map((app) => {
    const [container] = at(app.body, 'properties.template.containers') as {
      env: { name: string; value: string }[];
    }[];
    return [appOf(app), Object.fromEntries(container!.env.map(({ name, value }) => [name, value]))];
  });

/** The settings of each app, wherever it runs. */
export const settingsOf = (deployment: Deployment): ReadonlyMap<App, Texts> =>
  new Map([...ofSite(deployment), ...ofContainer(deployment)]);

const OFF = /^AzureWebJobs\.(.+)\.Disabled$/;

/** Which functions each app runs: those that exist, less those that it switches off. */
export const switchedOn = (deployment: Deployment, registered: readonly string[]) =>
  new Map(
    [...settingsOf(deployment)].map(([app, settings]) => {
      const off = Object.entries(settings).flatMap(([name, value]) =>
        value === 'true' ? (OFF.exec(name)?.[1] ?? []) : [],
      );
      return [app, { on: registered.filter((name) => !off.includes(name)), off }];
    }),
  );

/** Switched on where it should not be, or not at all; switched off though there is no such function. */
export const partitionFaults = (deployment: Deployment, registered: readonly string[]): readonly string[] => {
  const apps = switchedOn(deployment, registered);
  const optional: ReadonlySet<string> = new Set(apps.has('canary') ? [] : APPS.canary);
  return [
    ...[...apps].flatMap(([app, { on, off }]) => [
      ...on
        .filter((name) => !(APPS[app] as readonly string[]).includes(name))
        .map((name) => `${app} runs ${name}`),
      ...off
        .filter((name) => !registered.includes(name))
        .map((name) => `${app} switches off ${name}, which nobody registers`),
    ]),
    ...registered
      .filter((name) => !optional.has(name) && ![...apps.values()].some(({ on }) => on.includes(name)))
      .map((name) => `no app runs ${name}`),
  ];
};

/** Read by the code, and not set: why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  MESH_EVENTHUBS: 'a connection string: identities connect',
  MESH_STORAGE: 'a connection string: identities connect',
  MESH_RESTRICTED: 'a connection string: identities connect',
  AzureWebJobsStorage: 'a connection string: identities connect',
  MESH_TRACE_FILE: 'for a look without a backend',
  MESH_METRICS_FILE: 'for a look without a backend',
  MESH_OPERATOR_TENANT: 'only the gateway asks',
};

/** Set though the code does not read it: the platform does. */
const OF_THE_PLATFORM =
  /^AzureWebJobs\..+\.Disabled$|^AzureWebJobsStorage__accountName$|^APPLICATIONINSIGHTS_AUTHENTICATION_STRING$|^OTEL_/;
/** What a host outside of the Functions platform must be told. */
const OF_A_CONTAINER = /^(FUNCTIONS_|WEBSITES_|AzureFunctionsJobHost__|AzureFunctionsWebHost__hostid$)/;

/** Settings that the code reads and nobody sets, or the other way round. */
export const settingFaults = (deployment: Deployment): readonly string[] =>
  [...settingsOf(deployment)].flatMap(([app, settings]) => {
    const missing = Object.keys(SETTINGS).filter((name) => !(name in settings) && !(name in LEFT_OUT));
    const strange = Object.keys(settings).filter(
      (name) => !(name in SETTINGS) && !OF_THE_PLATFORM.test(name) && !OF_A_CONTAINER.test(name),
    );
    return [
      ...missing.map((name) => `${app} lacks ${name}, which the code reads`),
      ...strange.map((name) => `${app} has ${name}, which nothing reads`),
      ...Object.keys(settings)
        .filter((name) => !/^[\w.]+$/.test(name))
        .map(
          (name) => `${app} has ${name}: on Linux a setting's name has letters, digits, dots and underscores`,
        ),
      ...valueFaults(settings).map((fault) => `${app}: ${fault}`),
    ];
  });

/** What only the cloud knows, as it may look: an address or an id. */
const filledIn = (text: string): string => text.replaceAll(/<[^<>]*>/g, 'https://later.example');

/** Held against what the app itself asks of them when it starts. */
const valueFaults = (settings: Texts): readonly string[] => {
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, filledIn(value)]));
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
};
