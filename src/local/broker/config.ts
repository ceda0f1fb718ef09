import { captureAt, type CaptureConfig } from './capture/config';
import { listAt, objectAt, wholeNumberAt, type Fault, type Json } from './config-values';

/** A hub as the broker serves it. `$Default` is a consumer group of every hub and is not listed. */
export type HubConfig = {
  name: string;
  partitions: number;
  groups: string[];
  /** Where and how its events are kept as files, if they are. */
  capture?: CaptureConfig;
};

/** A `Config.json` that cannot be served; the message names each place and what belongs there. */
export class BrokerConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`the broker's Config.json is not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'BrokerConfigError';
  }
}

const MAX_HUBS = 10;
const MAX_PARTITIONS = 32;
const MAX_GROUPS = 20;
const HUB_NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/;
const GROUP_NAME = /^[A-Za-z0-9$]([A-Za-z0-9._-]{0,48}[A-Za-z0-9])?$/;

const nameAt = (value: unknown, path: string, pattern: RegExp, fault: Fault): string => {
  if (typeof value === 'string' && pattern.test(value)) return value;
  fault(
    path,
    'a name of letters, digits, ".", "_" and "-" that starts and ends with a letter or digit',
    value,
  );
  return '';
};

/** Names of hubs and groups ignore case. */
const unique = (names: readonly string[], path: string, fault: Fault): void => {
  const lower = names.map((name) => name.toLowerCase());
  lower.forEach((name, index) => {
    if (name && lower.indexOf(name) < index)
      fault(`${path}[${index}].Name`, 'a name that is not taken', names[index]);
  });
};

const groupsAt = (value: unknown, path: string, fault: Fault): string[] => {
  const list = value === undefined || value === null ? [] : listAt(value, path, fault);
  if (list.length > MAX_GROUPS)
    fault(path, `${MAX_GROUPS} consumer groups at most`, `${list.length} of them`);
  const names = list.map((group, index) =>
    nameAt(objectAt(group, `${path}[${index}]`, fault)['Name'], `${path}[${index}].Name`, GROUP_NAME, fault),
  );
  unique(names, path, fault);
  return names.filter((name) => name.toLowerCase() !== '$default');
};

const hubAt = (value: unknown, path: string, fault: Fault): HubConfig => {
  const hub = objectAt(value, path, fault);
  const partitions = { least: 1, most: MAX_PARTITIONS };
  const capture = captureAt(hub['CaptureDescription'], `${path}.CaptureDescription`, fault);
  return {
    name: nameAt(hub['Name'], `${path}.Name`, HUB_NAME, fault),
    // The emulator's own file writes the number as a string.
    partitions: wholeNumberAt(hub['PartitionCount'], `${path}.PartitionCount`, { ...partitions, fault }),
    groups: groupsAt(hub['ConsumerGroups'], `${path}.ConsumerGroups`, fault),
    ...(capture && { capture }),
  };
};

/** The name is part of the names of files. */
const inNamespace = (given: Json, path: string, fault: Fault) => {
  const namespace = nameAt(given['Name'], `${path}.Name`, HUB_NAME, fault);
  return (hub: HubConfig): HubConfig =>
    hub.capture ? { ...hub, capture: { ...hub.capture, namespace } } : hub;
};

const namespaceAt = (value: unknown, path: string, fault: Fault): HubConfig[] => {
  const namespace = objectAt(value, path, fault);
  if (namespace['Type'] !== 'EventHub') fault(`${path}.Type`, '"EventHub"', namespace['Type']);
  const entities = listAt(namespace['Entities'], `${path}.Entities`, fault);
  if (entities.length > MAX_HUBS)
    fault(`${path}.Entities`, `${MAX_HUBS} hubs at most`, `${entities.length} of them`);
  const hubs = entities.map((entity, index) => hubAt(entity, `${path}.Entities[${index}]`, fault));
  unique(
    hubs.map(({ name }) => name),
    `${path}.Entities`,
    fault,
  );
  return hubs.some(({ capture }) => capture) ? hubs.map(inNamespace(namespace, path, fault)) : hubs;
};

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/**
 * Reads the `Config.json` of the official Event Hubs emulator.
 * @param config the parsed file
 * @throws BrokerConfigError that names every fault
 * @see https://learn.microsoft.com/azure/event-hubs/test-locally-with-event-hub-emulator
 */
export const parseBrokerConfig = (config: unknown): HubConfig[] => {
  const faults: string[] = [];
  const fault: Fault = (path, expected, found) =>
    faults.push(`${path} must be ${expected}, but is ${shown(found)}`);
  const user = objectAt(objectAt(config, 'the file', fault)['UserConfig'], 'UserConfig', fault);
  const namespaces = listAt(user['NamespaceConfig'], 'UserConfig.NamespaceConfig', fault);
  if (namespaces.length !== 1)
    fault('UserConfig.NamespaceConfig', 'a list of one namespace', `${namespaces.length} of them`);
  const hubs = namespaces.flatMap((value, index) =>
    namespaceAt(value, `UserConfig.NamespaceConfig[${index}]`, fault),
  );
  if (faults.length > 0) throw new BrokerConfigError(faults);
  return hubs;
};
