/**
 * What Azure measures, as far as alerts and the workbook use it: metric, its dimensions.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index
 */
export const AZURE_METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'microsoft.eventhub/namespaces': {
    IncomingMessages: ['EntityName'],
    OutgoingMessages: ['EntityName'],
    IncomingBytes: ['EntityName'],
    ThrottledRequests: ['EntityName', 'OperationResult'],
    ServerErrors: ['EntityName', 'OperationResult'],
    QuotaExceededErrors: ['EntityName', 'OperationResult'],
    CaptureBacklog: ['EntityName'],
    CapturedMessages: ['EntityName'],
  },
  'microsoft.apimanagement/service': {
    Requests: [
      'Location',
      'Hostname',
      'LastErrorReason',
      'BackendResponseCode',
      'GatewayResponseCode',
      'BackendResponseCodeCategory',
      'GatewayResponseCodeCategory',
      'ApiId',
    ],
    Duration: ['Location', 'Hostname', 'ApiId'],
    Capacity: ['Location'],
    CpuPercent_Gateway: [],
    MemoryPercent_Gateway: [],
  },
  'microsoft.storage/storageaccounts': {
    Transactions: ['ResponseType', 'GeoType', 'ApiName', 'Authentication', 'TransactionType'],
    Availability: ['GeoType', 'ApiName', 'Authentication'],
  },
};
