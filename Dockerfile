# The workers' image (workerHosting: 'containerApps'): the very package that Flex Consumption gets, on the platform's own
# functions host. `node scripts/azd/package.mjs` makes it (azd does so by itself): nothing is compiled or installed in here.
FROM mcr.microsoft.com/azure-functions/node:4-node22

ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    FUNCTIONS_WORKER_RUNTIME=node \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true

COPY infra/functions/package/ /home/site/wwwroot/
