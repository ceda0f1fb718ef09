import { address } from './address';
import { price } from './price';
import { quantity } from './quantity';
import type { Rule } from './rule';
import { velocity } from './velocity';

export const RULES: readonly Rule[] = [quantity, price, address, velocity];
