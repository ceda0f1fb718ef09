export { apiExamples, type ShownApi } from './api-examples';
export { consumerFaults, type Consumer, type MemberRead, type TypeRead } from './consumer';
export { hold, type HoldDeps } from './hold';
