import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { MAX_OUTPUT_TOKENS, type BenchAccount } from './case.ts';
import type { Work } from './contender.ts';

/** One call of one account through the vendor's own SDK. Rejects with the SDK's own error. */
export type VendorCall = (text: string) => Promise<void>;

/** @param maxRetries what the SDK itself may repeat, by its own rules */
export function createVendorCall(account: BenchAccount, work: Work, maxRetries: number): VendorCall {
  const settings = { apiKey: account.key, baseURL: work.baseUrl(account.vendor), maxRetries };
  switch (account.vendor) {
    case 'anthropic':
      return callAnthropic(new Anthropic(settings), account.model);
    case 'gemini':
      return callGemini(settings, account.model);
    default:
      return callOpenai(new OpenAI(settings), account.model);
  }
}

function callOpenai(client: OpenAI, model: string): VendorCall {
  return async (content) => {
    const messages = [{ role: 'user' as const, content }];
    await client.chat.completions.create({ model, messages, max_completion_tokens: MAX_OUTPUT_TOKENS });
  };
}

function callAnthropic(client: Anthropic, model: string): VendorCall {
  return async (content) => {
    const messages = [{ role: 'user' as const, content }];
    await client.messages.create({ model, messages, max_tokens: MAX_OUTPUT_TOKENS });
  };
}

function callGemini(settings: { apiKey: string; baseURL: string; maxRetries: number }, model: string): VendorCall {
  const httpOptions = { baseUrl: settings.baseURL, retryOptions: { attempts: settings.maxRetries + 1 } };
  const { models } = new GoogleGenAI({ apiKey: settings.apiKey, apiVersion: 'v1beta', httpOptions });
  return async (contents) => {
    await models.generateContent({ model, contents, config: { maxOutputTokens: MAX_OUTPUT_TOKENS } });
  };
}

interface SdkError {
  readonly status?: number;
  readonly headers?: Headers;
}

export function isRefused(error: unknown): boolean {
  return (error as SdkError).status === 429;
}

/** What the vendor said, in ms, where its SDK hands it on. */
export function retryAfterMs(error: unknown): number | undefined {
  const seconds = Number((error as SdkError).headers?.get?.('retry-after'));
  return seconds > 0 ? seconds * 1_000 : undefined;
}
