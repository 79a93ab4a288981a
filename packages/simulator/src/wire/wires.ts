import type { Vendor } from '../vendor.ts';
import { anthropicWire } from './anthropic/anthropic-wire.ts';
import { deepseekWire } from './deepseek/deepseek-wire.ts';
import { geminiWire } from './gemini/gemini-wire.ts';
import { openaiWire } from './openai/openai-wire.ts';
import { qwenWire } from './qwen/qwen-wire.ts';
import type { Wire } from './wire.ts';

export const WIRES: Record<Vendor, Wire> = {
  openai: openaiWire,
  anthropic: anthropicWire,
  gemini: geminiWire,
  deepseek: deepseekWire,
  qwen: qwenWire,
};
