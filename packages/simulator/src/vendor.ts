export const VENDORS = ['openai', 'anthropic', 'gemini', 'deepseek', 'qwen'] as const;
export type Vendor = (typeof VENDORS)[number];

export function isVendor(name: string | undefined): name is Vendor {
  return VENDORS.some((vendor) => vendor === name);
}
