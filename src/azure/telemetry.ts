import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { fileSpanExporter } from './file-span-exporter';

export interface TelemetrySettings {
  APPLICATIONINSIGHTS_CONNECTION_STRING?: string;
  MESH_TRACE_FILE?: string;
}

/** Application Insights weighs much: it is loaded only where it is switched on. */
const startApplicationInsights = async (connectionString: string): Promise<void> => {
  const { useAzureMonitor } = await import('applicationinsights');
  useAzureMonitor({ azureMonitorExporterOptions: { connectionString } });
};

/** Spans have ids with or without an exporter, so that logs and events carry a trace that can be looked for. */
const startOwnProvider = (file: string | undefined): void => {
  const spanProcessors = file
    ? [new BatchSpanProcessor(fileSpanExporter(file), { scheduledDelayMillis: 500 })]
    : [];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
};

export const startTelemetry = async (settings: TelemetrySettings): Promise<void> => {
  const connectionString = settings.APPLICATIONINSIGHTS_CONNECTION_STRING;
  if (connectionString) return startApplicationInsights(connectionString);
  startOwnProvider(settings.MESH_TRACE_FILE);
};
