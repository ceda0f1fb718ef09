export { compare, strangersIn, type Break, type Comparison, type Release } from './compare';
export { compatibilityFaults, modeOf, roleOf, type Compatibility } from './modes';
export { reportOf, undeclared } from './report';
