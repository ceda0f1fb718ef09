/** A request that the service does not do, and why, in the words of Table Storage. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

const refusals = {
  InvalidInput: [400, 'One of the request inputs is not valid.'],
  InvalidDuplicateRow: [400, 'The batch request contains multiple changes with same row key.'],
  CommandsInBatchActOnDifferentPartitions: [
    400,
    'All commands in a batch must operate on same entity group: one table, one PartitionKey.',
  ],
  PropertiesNeedValue: [400, 'The values are not specified for all properties in the entity.'],
  PropertyNameInvalid: [400, 'The property name is invalid.'],
  PropertyNameTooLong: [400, 'The property name exceeds the maximum allowed length (255).'],
  PropertyValueTooLarge: [
    400,
    'The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the maximum number of characters is 32K or less.',
  ],
  TooManyProperties: [
    400,
    'The entity contains more properties than allowed. Each entity can include up to 252 properties to store data.',
  ],
  EntityTooLarge: [400, 'The entity is larger than the maximum allowed size (1MB).'],
  InvalidResourceName: [400, 'The specified resource name contains invalid characters.'],
  OutOfRangeInput: [400, 'The specified resource name length is not within the permissible limits.'],
  AuthenticationFailed: [
    403,
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  ResourceNotFound: [404, 'The specified resource does not exist.'],
  TableNotFound: [404, 'The table specified does not exist.'],
  TableAlreadyExists: [409, 'The table specified already exists.'],
  EntityAlreadyExists: [409, 'The specified entity already exists.'],
  UpdateConditionNotSatisfied: [412, 'The update condition specified in the request was not satisfied.'],
  RequestBodyTooLarge: [413, 'The request body is too large and exceeds the maximum permissible limit.'],
  AtomFormatNotSupported: [415, 'Atom format is not supported.'],
  InternalError: [500, 'Server encountered an internal error. Please try again after some time.'],
  NotImplemented: [501, 'The requested operation is not implemented on the specified resource.'],
  ServerBusy: [503, 'The tables could not be written.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** The refusal of a code; with a message where the usual one would not help. */
export const refusal = (code: keyof typeof refusals, message?: string): Refusal => {
  const [status, usual] = refusals[code];
  return new Refusal(status, code, message ?? usual);
};
