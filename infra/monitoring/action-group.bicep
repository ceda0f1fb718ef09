// Who is told when an alert fires.

@description('Name of the action group.')
param name string

@description('Up to 12 characters that text messages and mails begin with.')
@maxLength(12)
param shortName string

@description('Tags of the environment.')
param tags object

@description('Addresses that are mailed. With none the alerts still fire and are seen in the portal.')
param emails string[]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: shortName
    enabled: true
    emailReceivers: [
      for (email, index) in emails: {
        name: 'mail-${index + 1}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

@description('Id of the action group.')
output id string = group.id
