import type { CallEstimate } from '../../domain/limits.ts';
import type { Usage } from '../../domain/usage.ts';
import type { PermitRequest } from '../../ports/balancer.ts';
import { createInputCorrection } from './input-correction.ts';
import { createOutputLength, type OutputLength } from './output-length.ts';

/** What calls of one target are expected to take, learned from what they took. */
export interface Lengths {
  expect(request: PermitRequest): CallEstimate;
  learn(request: PermitRequest, usage: Usage): void;
}

export function createLengths(): Lengths {
  const input = createInputCorrection();
  /** By route: tasks of one route are alike. */
  const outputs = new Map<string, OutputLength>();

  function outputOf(route: string): OutputLength {
    const output = outputs.get(route) ?? createOutputLength();
    outputs.set(route, output);
    return output;
  }

  return {
    expect({ route, estimate: { inputTokens, maxOutputTokens } }) {
      const expected = {
        inputTokens: input.expect(inputTokens),
        outputTokens: outputOf(route).expect(maxOutputTokens),
      };
      return maxOutputTokens === undefined ? expected : { ...expected, maxOutputTokens };
    },
    learn({ route, estimate }, { inputTokens, outputTokens }) {
      outputOf(route).learn(outputTokens);
      input.learn(estimate.inputTokens, inputTokens);
    },
  };
}
