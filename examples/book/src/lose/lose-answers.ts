import { ProviderError, type ChatRequest, type Provider } from '@manyhands/core';

/** Pieces spread over the input: 3 of 139 are 34, 69 and 104. */
export function choosePieces(lose: number, pieces: number): readonly number[] {
  const step = pieces / (lose + 1);
  return Array.from({ length: Math.min(lose, pieces) }, (_, index) => Math.floor(step * (index + 1)));
}

/**
 * Loses the first answer about each of some pieces for good, before it reaches a vendor: so the evaluation has something to
 * find, and the repair something to do.
 */
export function loseAnswers(providers: readonly Provider[], pieces: readonly number[]): readonly Provider[] {
  const lost = new Set(pieces);

  function lose({ messages }: ChatRequest, provider: string): void {
    const asked = /<piece[^>]*\bindex="(\d+)"/.exec(
      messages
        .map(({ content }) => JSON.stringify(content))
        .join('')
        .replaceAll('\\"', '"'),
    );
    const piece = Number(asked?.[1]);
    if (asked === null || !lost.delete(piece)) return;
    throw new ProviderError(`The answer about piece ${piece} was lost on purpose (--lose).`, {
      kind: 'bad-request',
      provider,
    });
  }

  return providers.map((provider) => ({
    ...provider,
    async generate(request, context) {
      lose(request, provider.id);
      return provider.generate(request, context);
    },
    async *stream(request, context) {
      lose(request, provider.id);
      yield* provider.stream(request, context);
    },
  }));
}
