# The workers' image (workerHosting: 'containerApps'): the package that Flex Consumption gets, on the platform's own
# functions host. `npm run build` first: nothing is compiled or installed in here, the bundle holds all that it needs.
FROM mcr.microsoft.com/azure-functions/node:4-node22

ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true

WORKDIR /home/site/wwwroot
COPY host.json package.json ./
COPY dist/functions ./dist/functions
COPY dist/vendor ./dist/vendor
