// Policies are XML files with $(names) in them: readable as XML, tested as XML (test/infra/policies.test.ts), and
// filled in here. Named values would do the same at run time, and be one more resource for each number.

@export()
@description('A policy\'s text with its $(names) filled in.')
func filledIn(text string, values object) string =>
  reduce(items(values), text, (filled, value) => replace(filled, '$(${value.key})', string(value.value)))

@export()
@description('Header that carries the subscription key: the one that clients and connectors of API Management expect.')
var KEY_HEADER = 'Ocp-Apim-Subscription-Key'

@export()
@description('Query parameter that carries it where a client cannot send headers. It is never logged, and never passed on.')
var KEY_QUERY = 'subscription-key'

@export()
@description('What callers may do at most. Numbers that an environment may change.')
type ApiLimits = {
  @description('Calls in a minute, for each tenant of callers (Consumption: for each subscription).')
  callsPerMinute: int

  @description('Calls in a minute from each address to routes without a key.')
  callsPerAddress: int

  @description('Calls of one subscription in a month, by product.')
  quotas: {
    makers: int
    applications: int
    operators: int
  }
}

@export()
@description('Where nothing else is said.')
var LIMITS = {
  callsPerMinute: 6000
  callsPerAddress: 30
  quotas: {
    makers: 100000
    applications: 10000000
    operators: 1000000
  }
}
