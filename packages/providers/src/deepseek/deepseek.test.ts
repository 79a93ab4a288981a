import { describe } from 'vitest';
import { describeVendor } from '../../test/describe-vendor.ts';
import { deepseek } from './index.ts';

describe('deepseek', () => {
  describeVendor({ provider: deepseek(), fixtures: new URL('./fixtures/', import.meta.url), path: '' });
});
