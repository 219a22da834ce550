/** A token, in two pieces so that nothing in this repository looks like one. */
export const TOKEN = `gh${'p_'}Yc4dE6gH9jK2mN5pQ8sT1vW3xZ7bC0fG2hJ6`;
/** A password that nothing but its key gives away: it is too short to look random. */
export const PASSWORD = ['canary', '2fish'].join('');
/** As it stands in a text whose rest may be damaged. */
export const ASSIGNED = `DB_PASSWORD: ${PASSWORD}`;
