/** So that old answers are found without a look at all. */
export const responseAge = `
CREATE INDEX responses_stored ON responses (stored_at);
`;
