import * as z from 'zod';

export const summarySchema = z.object({
  people: z.array(z.string()),
  whales: z.array(z.number()),
  disputed: z.array(z.string()),
});
export type Summary = z.infer<typeof summarySchema>;

export const GOAL = `From the pages of this logbook make: "people", the full name of every person who is named, each once; "whales", a list with one number for each page, in order: how many whales were raised that day; "disputed", the name of every ship of which two pages state different years of building.`;

export const CRITERIA = [
  'Every person whom a page names is among "people", and nobody else.',
  '"whales" has one number for each page, and each is right.',
  'Every ship of which pages state different years is among "disputed", and no other.',
];
