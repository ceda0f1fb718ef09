import { ref } from './ref';

const NAMESPACE = {
  namespace: { description: 'Name of the Event Hubs namespace.', default: 'your-namespace' },
};
const ENTRA = [ref('components', 'securitySchemes', 'entra')];

/** Where the channels are. @param publicUrl where callers reach the mesh, without `/api` */
export const serversOf = (publicUrl: URL) => ({
  amqp: {
    host: '{namespace}.servicebus.windows.net:5671',
    protocol: 'amqps',
    protocolVersion: '1.0',
    description: 'Event Hubs over AMQP: what the mesh itself speaks.',
    variables: NAMESPACE,
    security: ENTRA,
  },
  kafka: {
    host: '{namespace}.servicebus.windows.net:9093',
    protocol: 'kafka-secure',
    description: 'The same hubs as Kafka topics: SASL_SSL with OAUTHBEARER. The tier Basic has no Kafka.',
    variables: NAMESPACE,
    security: ENTRA,
  },
  https: {
    host: publicUrl.host,
    ...(publicUrl.pathname !== '/' && { pathname: publicUrl.pathname }),
    protocol: publicUrl.protocol.replace(':', ''),
    description: 'The HTTP interface: see /api/openapi.json.',
    security: [ref('components', 'securitySchemes', 'bearer')],
  },
});

export const SECURITY = {
  entra: {
    type: 'openIdConnect',
    openIdConnectUrl: 'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
    scopes: ['https://eventhubs.azure.net/.default'],
    description:
      'A token of Entra with the role Azure Event Hubs Data Receiver on the hub. There are no keys.',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token with the role of the route.',
  },
};
