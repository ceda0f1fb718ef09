// What an environment costs, line by line. Pure: sizes, prices and assumptions in, lines out.

const DAY = 86_400;
const MONTH_DAYS = 30;
const KB_IN_GB = 1_000_000;
const MILLION = 1_000_000;

/** The price of a meter. A meter without one is a mistake of the file, not a zero. */
const priced =
  ({ prices }) =>
  (meter) => {
    const price = prices[meter]?.price;
    if (typeof price === 'number') return price;
    throw new Error(`The file of prices has no price for '${meter}'.`);
  };

const COPIES = {
  Standard_LRS: 'locallyRedundant',
  Standard_ZRS: 'zoneRedundant',
  Standard_GZRS: 'geoZoneRedundant',
  Standard_RAGZRS: 'readableGeoZoneRedundant',
};
/** The mesh's own storage is never copied further than its region: a region that is lost is begun anew. */
const copies = (size) => COPIES[size.storage.redundancy];
const gigabytes = ({ memoryMB }) => memoryMB / 1024;

const eventHubs = ({ size, price, hours }) => [
  {
    what: 'Event Hubs Standard, throughput units at rest',
    cost: size.eventHubs.throughputUnits * hours * price('eventHubs.standard.throughputUnit'),
  },
  {
    what: 'Event Hubs Capture',
    cost: size.capture.enabled
      ? size.eventHubs.throughputUnits * hours * price('eventHubs.standard.capture')
      : 0,
  },
];

const apiManagement = ({ size, price }) => {
  const { sku, units } = size.apiManagement;
  return [
    {
      what: 'API Management, its units',
      cost: units * price(`apiManagement.${sku}.unit`),
    },
  ];
};

/** Instances of an app that are always there: those that are asked for, or two for each function where zones are. */
const readyOf = ({ alwaysReady, zoneRedundant }, functions) =>
  zoneRedundant ? Math.max(alwaysReady, 2 * functions) : alwaysReady;

const alwaysReady = ({ size, price, hours, assumptions }) => [
  {
    what: 'Functions, instances that are always ready',
    cost: Object.entries(assumptions.functions).reduce(
      (sum, [name, functions]) =>
        sum +
        readyOf(size.apps[name], functions) *
          gigabytes(size.apps[name]) *
          hours *
          3600 *
          price('functions.alwaysReady.baseline'),
      0,
    ),
  },
];

/** A timer that finds nothing to do is billed a second of its instance. */
const timers = ({ size, price, assumptions }) => [
  {
    what: 'Functions, timers that look for work',
    cost: assumptions.timers.reduce((sum, { app, every }) => {
      const executions = (MONTH_DAYS * DAY) / size.timers[every];
      const gbSeconds = executions * gigabytes(size.apps[app]);
      return (
        sum +
        gbSeconds * price('functions.onDemand.gbSecond') +
        (executions / MILLION) * price('functions.executions')
      );
    }, 0),
  },
];

const monitoring = ({ every, price, assumptions: { alerts, telemetryAtRestGb } }) => [
  {
    what: 'Alerts',
    cost:
      alerts.queries * price(`monitor.alert.query.${every}`) +
      alerts.metricSeries * price('monitor.alert.metric'),
  },
  {
    what: 'Telemetry at rest',
    cost: telemetryAtRestGb * price('monitor.logs.gb'),
  },
];

/** What is paid for with no intent at all. */
const fixedLines = (given) =>
  [eventHubs, apiManagement, alwaysReady, timers, monitoring].flatMap((lines) => lines(given));

/** Seconds that instances work: no more than those of gateway, planner, worker and operations all month long. */
const activeGbSeconds = ({ size, hours }, { intents, activeSeconds }) => {
  const apps = [size.apps.gateway, size.apps.planner, size.apps.worker, size.apps.operations];
  const allMonth = apps.reduce((sum, app) => sum + gigabytes(app) * hours * 3600, 0);
  const asNeeded = intents * activeSeconds * gigabytes(size.apps.worker);
  return activeSeconds < 1 ? asNeeded : Math.min(asNeeded, allMonth);
};

const includedCalls = { BasicV2: 10 * MILLION, StandardV2: 50 * MILLION };

const apiCalls = ({ size, price, assumptions }, { intents }) => {
  const { sku, units } = size.apiManagement;
  const paid = Math.max(0, intents * assumptions.intent.apiCalls - units * (includedCalls[sku] ?? 0));
  return (paid / MILLION) * price(`apiManagement.${sku}.calls`);
};

/** What the intents of a load add to it. */
const loadLines = (given, load) => {
  const { size, price, assumptions } = given;
  const { intent, keptDays } = assumptions;
  const millions = load.intents / MILLION;
  const storage = copies(size);
  const captured = size.capture.enabled
    ? ((load.intents * intent.events * intent.eventKb) / KB_IN_GB) *
      (size.capture.deleteAfterDays / MONTH_DAYS) *
      price(`storage.blob.gb.${COPIES[size.capture.redundancy]}`)
    : 0;
  return [
    { what: 'API Management, calls above those included', cost: apiCalls(given, load) },
    {
      what: 'Event Hubs, events in',
      cost: millions * intent.events * price('eventHubs.standard.ingress'),
    },
    { what: 'Functions, executions', cost: millions * load.executions * price('functions.executions') },
    {
      what: 'Functions, time of instances',
      cost: activeGbSeconds(given, load) * price('functions.onDemand.gbSecond'),
    },
    { what: 'Tables, requests', cost: millions * load.tableRequests * price('storage.table.requests') },
    {
      what: 'Blobs, checkpoints',
      cost: millions * load.blobWrites * price(`storage.blob.writes.${storage}`),
    },
    {
      what: 'Tables, what is kept for as long as it is kept',
      cost:
        ((load.intents * intent.tableKb) / KB_IN_GB) *
        (keptDays / MONTH_DAYS) *
        price(`storage.table.gb.${storage}`),
    },
    { what: 'Captured files, for as long as they are kept', cost: captured },
    {
      what: 'Telemetry',
      cost: ((load.intents * load.telemetryKb) / KB_IN_GB) * price('monitor.logs.gb'),
    },
  ];
};

/** What choosing otherwise adds to the fixed cost. */
const optionLines = ({ size, price, hours, assumptions }) => {
  const standard =
    size.eventHubs.throughputUnits *
    hours *
    (price('eventHubs.standard.throughputUnit') +
      (size.capture.enabled ? price('eventHubs.standard.capture') : 0));
  const premium = size.eventHubs.processingUnits * hours * price('eventHubs.premium.processingUnit');
  const { sku, units } = size.apiManagement;
  return [
    {
      what: 'Event Hubs Premium in place of Standard',
      cost: premium - standard,
    },
    {
      what: 'API Management Consumption in place of the above; calls are paid for then',
      cost: price('apiManagement.Consumption.unit') - units * price(`apiManagement.${sku}.unit`),
    },
    {
      what: 'Network isolation, its private endpoints',
      cost: assumptions.privateEndpoints * hours * price('network.privateEndpoint'),
    },
  ];
};

const total = (lines) => lines.reduce((sum, { cost }) => sum + cost, 0);

/** The bill of one environment. `every` is how often its alerts look. */
export const billOf = ({ size, every, prices, assumptions }) => {
  const given = { size, every, assumptions, hours: prices.hoursPerMonth, price: priced(prices) };
  const fixed = fixedLines(given);
  const loads = Object.fromEntries(
    Object.entries(assumptions.loads).map(([name, load]) => {
      const lines = loadLines(given, load);
      return [name, { lines, total: total(lines) }];
    }),
  );
  return { fixed: { lines: fixed, total: total(fixed) }, loads, options: optionLines(given) };
};
