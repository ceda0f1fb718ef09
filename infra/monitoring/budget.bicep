// Mails when the resource group's cost nears its amount. It stops nothing.
//
// A budget's start date must lie in the current month when the budget is made, and can never be changed: so it is
// remembered with the environment (a date computed at each deployment fails from the second month on).

@description('Name of the budget.')
param name string

@description('Amount a month, in the currency that the subscription is billed in.')
@minValue(1)
param amount int

@description('First day of the month in which the environment was first deployed, yyyy-MM-01. Never change it.')
@minLength(10)
@maxLength(10)
param startDate string

@description('Addresses that are mailed; none: the owners of the resource group are.')
param emails string[]

var OWNERS = empty(emails) ? ['Owner'] : []

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      halfOfIt: {
        enabled: true
        thresholdType: 'Actual'
        operator: 'GreaterThanOrEqualTo'
        threshold: 50
        contactEmails: emails
        contactRoles: OWNERS
      }
      nearlyAllOfIt: {
        enabled: true
        thresholdType: 'Actual'
        operator: 'GreaterThanOrEqualTo'
        threshold: 90
        contactEmails: emails
        contactRoles: OWNERS
      }
      moreThanItIsForecast: {
        enabled: true
        thresholdType: 'Forecasted'
        operator: 'GreaterThan'
        threshold: 110
        contactEmails: emails
        contactRoles: OWNERS
      }
    }
  }
}
