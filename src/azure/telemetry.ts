import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { SpanKind, context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { identityIn } from './authentication-string';
import { fileMetricExporter } from './file-metric-exporter';
import { fileSpanExporter } from './file-span-exporter';

export interface TelemetrySettings {
  APPLICATIONINSIGHTS_CONNECTION_STRING?: string;
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING?: string;
  MESH_TRACE_FILE?: string;
  MESH_METRICS_FILE?: string;
}

export interface Telemetry {
  /** Sends what is still held back: before the process ends. */
  flush(): Promise<void>;
}

const credentialOf = (settings: TelemetrySettings): TokenCredential | undefined => {
  const identity = identityIn(settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING);
  if (!identity) return undefined;
  const { clientId } = identity;
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
};

/** Application Insights takes what is consumed for a request, and leaves it without a name but for this attribute. */
const namesConsumed: SpanProcessor = {
  onStart: (span) => {
    if (span.kind === SpanKind.CONSUMER) span.setAttribute('ai.operation.name', span.name);
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/**
 * Application Insights weighs much: it is loaded only where it is switched on. What it would trace by itself is left out:
 * it comes too late to see all of it, and a request that the host hands over would be told twice
 * (docs/decisions/0016-metrics.md).
 */
const startApplicationInsights = async (settings: TelemetrySettings): Promise<Telemetry> => {
  const { flushAzureMonitor, useAzureMonitor } = await import('applicationinsights');
  const credential = credentialOf(settings);
  useAzureMonitor({
    azureMonitorExporterOptions: {
      connectionString: settings.APPLICATIONINSIGHTS_CONNECTION_STRING!,
      ...(credential && { credential }),
    },
    spanProcessors: [namesConsumed],
    instrumentationOptions: { http: { enabled: false }, azureSdk: { enabled: false } },
  });
  return { flush: flushAzureMonitor };
};

const SOON_MS = 500;

/** Spans have ids with or without an exporter, so that logs and events carry a trace that can be looked for. */
const tracing = (file: string | undefined) => {
  const spanProcessors = file
    ? [new BatchSpanProcessor(fileSpanExporter(file), { scheduledDelayMillis: SOON_MS })]
    : [];
  const provider = new BasicTracerProvider({ spanProcessors });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return provider;
};

/** Without a file nothing is registered, and measuring costs nothing. */
const metering = (file: string | undefined) => {
  if (!file) return undefined;
  const exporter = fileMetricExporter(file);
  const readers = [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: SOON_MS })];
  const provider = new MeterProvider({ readers });
  metrics.setGlobalMeterProvider(provider);
  return provider;
};

const startOwnProviders = ({ MESH_TRACE_FILE, MESH_METRICS_FILE }: TelemetrySettings): Telemetry => {
  const spans = tracing(MESH_TRACE_FILE);
  const measures = metering(MESH_METRICS_FILE);
  return { flush: async () => void (await Promise.all([spans.forceFlush(), measures?.forceFlush()])) };
};

export const startTelemetry = async (settings: TelemetrySettings): Promise<Telemetry> =>
  settings.APPLICATIONINSIGHTS_CONNECTION_STRING
    ? startApplicationInsights(settings)
    : startOwnProviders(settings);
