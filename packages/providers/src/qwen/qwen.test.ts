import { describe } from 'vitest';
import { describeVendor } from '../../test/describe-vendor.ts';
import { qwen } from './index.ts';

describe('qwen', () => {
  describeVendor({ provider: qwen(), fixtures: new URL('./fixtures/', import.meta.url), path: '/compatible-mode/v1' });
});
