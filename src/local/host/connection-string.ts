/** Where a namespace of Event Hubs is. */
export interface EventHubsEndpoint {
  host: string;
  port: number;
  tls: boolean;
  entityPath?: string;
}

/** Reads a connection string of Event Hubs. @throws Error that shows what one looks like */
export const parseEventHubsConnection = (text: string, where: string): EventHubsEndpoint => {
  const parts = new Map(
    text
      .split(';')
      .map((part) => [part.split('=')[0]?.trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()]),
  );
  const [, host, port] = /^sb:\/\/([^:/]+)(?::(\d+))?\/?$/.exec(parts.get('endpoint') ?? '') ?? [];
  if (!host)
    throw new Error(
      `${where}: the connection string has no endpoint such as "Endpoint=sb://localhost:5672;…;UseDevelopmentEmulator=true".`,
    );
  const plain = parts.get('usedevelopmentemulator')?.toLowerCase() === 'true';
  const entityPath = parts.get('entitypath');
  return {
    host,
    port: Number(port ?? (plain ? 5672 : 5671)),
    tls: !plain,
    ...(entityPath && { entityPath }),
  };
};
