import { describe } from 'vitest';
import { describeVendor } from '../../test/describe-vendor.ts';
import { openai } from './index.ts';

describe('openai', () => {
  describeVendor({ provider: openai(), fixtures: new URL('./fixtures/', import.meta.url), path: '/v1' });
});
