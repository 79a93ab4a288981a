/** How many cases of each property are tried. `npm run properties` tries many more than `npm test`. */
export const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
